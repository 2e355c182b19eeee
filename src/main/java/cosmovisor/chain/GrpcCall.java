package cosmovisor.chain;

import cosmovisor.fetch.TrustStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// One unary gRPC call with an empty request, over HTTP/2.
///
/// ```
/// POST /cosmos.upgrade.v1beta1.Query/CurrentPlan    00 00000000            not compressed, 0 bytes
/// 200  x-cosmos-block-height: 41                    00 0000002a <42 bytes>
///      grpc-status: 0                               behind the body
/// ```
final class GrpcCall {
  /// For the whole call, as the original has it.
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final int PREFIX = 5;
  private static final byte[] EMPTY = new byte[PREFIX];
  private static final MediaType GRPC = MediaType.get("application/grpc");

  /// Set by every SDK node: the height of the state that was asked.
  private static final String HEIGHT = "x-cosmos-block-height";

  private static final String OK = "0";
  private static final Map<String, String> STATUS =
      Map.of(
          "5", " (not found)",
          "12", " (unimplemented)",
          "13", " (internal)",
          "14", " (unavailable)",
          "16", " (unauthenticated)");

  private final OkHttpClient client;
  private final GrpcAddress address;

  /// @param authorities for TLS
  GrpcCall(GrpcAddress address, TrustStore authorities) throws IOException {
    var builder =
        new OkHttpClient.Builder()
            .callTimeout(LIMIT)
            .connectTimeout(LIMIT)
            .readTimeout(LIMIT)
            .followRedirects(false)
            .proxy(Proxy.NO_PROXY);
    if (address.tls()) {
      builder
          .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
          .sslSocketFactory(authorities.sockets(), authorities.manager());
    } else {
      builder.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    }
    this.client = builder.build();
    this.address = address;
  }

  /// @param height of the last committed block, if the node told
  record Answer(ProtoReader message, Optional<Long> height) {}

  /// Calls.
  ///
  /// @param method such as `cosmos.upgrade.v1beta1.Query/CurrentPlan`
  /// @throws IOException if there is no answer, or it is an error, or longer than it may be; the
  ///   message says which, and may hold what a server likes to put there
  Answer to(String method, int maxBytes) throws IOException {
    var url =
        new HttpUrl.Builder()
            .scheme(address.tls() ? "https" : "http")
            .host(address.host())
            .port(address.port())
            .addPathSegments(method)
            .build();
    var request =
        new Request.Builder()
            .url(url)
            .header("te", "trailers")
            .post(RequestBody.create(EMPTY, GRPC))
            .build();
    try (Response response = client.newCall(request).execute()) {
      return answer(response, maxBytes);
    } catch (IOException failed) {
      throw new IOException(words(failed), failed);
    }
  }

  private static Answer answer(Response response, int maxBytes) throws IOException {
    if (response.code() != 200) {
      throw new IOException("it answers with HTTP status " + response.code());
    }
    if (!response.header("content-type", "").startsWith("application/grpc")) {
      throw new IOException("what answers there does not speak gRPC");
    }
    byte[] body = body(response, maxBytes);
    String status = inTrailerOrHeader(response, "grpc-status");
    if (!status.equals(OK)) {
      throw new IOException(
          "gRPC status %s%s: %s"
              .formatted(
                  status,
                  STATUS.getOrDefault(status, ""),
                  inTrailerOrHeader(response, "grpc-message")));
    }
    return new Answer(message(body), height(response.header(HEIGHT, "")));
  }

  private static byte[] body(Response response, int maxBytes) throws IOException {
    var source = response.body().source();
    if (source.request(maxBytes + 1L)) {
      throw new IOException("the answer is longer than " + maxBytes + " bytes");
    }
    return source.readByteArray();
  }

  /// An answer that is an error from the start has no body, and no trailer behind it.
  private static String inTrailerOrHeader(Response response, String name) throws IOException {
    String trailer = response.trailers().get(name);
    return trailer == null ? response.header(name, "none") : trailer;
  }

  private static ProtoReader message(byte... body) throws IOException {
    if (body.length < PREFIX || body[0] != 0) {
      throw new IOException("the answer holds no gRPC message that is not compressed");
    }
    int length =
        (body[1] & 0xff) << 24 | (body[2] & 0xff) << 16 | (body[3] & 0xff) << 8 | (body[4] & 0xff);
    if (length != body.length - PREFIX) {
      throw new IOException("the answer is cut off");
    }
    return new ProtoReader(Arrays.copyOfRange(body, PREFIX, body.length));
  }

  private static Optional<Long> height(String text) {
    return Optional.of(text)
        .filter(digits -> digits.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .filter(height -> height > 0);
  }

  private static String words(IOException failed) {
    String message = String.valueOf(failed.getMessage());
    return switch (failed) {
      case ConnectException _ ->
          "no connection: "
              + (failed.getCause() == null ? message : failed.getCause().getMessage());
      case EOFException _ -> "the connection ended instead of an answer";
      case UnknownHostException _ -> "the host's name is not known: " + message;
      case SocketTimeoutException _ -> "no answer in time";
      case SSLException _ ->
          "no TLS: "
              // The JDK puts a class's name into the middle of its reason.
              + message.replaceAll("\\b[a-z]+(\\.[A-Za-z0-9_]+)+: ", "")
              + "; SSL_CERT_FILE names the authorities to trust";
      case InterruptedIOException _ -> "no answer within " + LIMIT.toSeconds() + " s";
      // OkHttp has one without words for a connection that was closed under a call.
      default -> failed.getMessage() == null ? "the connection was closed" : message;
    };
  }
}
