package cosmovisor.e2e;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The gRPC side of a node: the upgrade module's query for the current plan, by the server that the
/// world uses, with the answer that a test wants.
final class GrpcNode implements AutoCloseable {
  private static final String SERVICE = "cosmos.upgrade.v1beta1.Query";
  private static final Metadata.Key<String> HEIGHT =
      Metadata.Key.of("x-cosmos-block-height", Metadata.ASCII_STRING_MARSHALLER);

  private final Server server;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile byte[] answer = {};
  private volatile @Nullable Status refusal;
  private volatile long height = 7;

  GrpcNode() {
    this(InsecureServerCredentials.create());
  }

  private GrpcNode(ServerCredentials credentials) {
    try {
      server =
          Grpc.newServerBuilderForPort(0, credentials)
              .addService(service())
              .intercept(new CommittedHeight())
              .build()
              .start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// A node behind TLS, with a certificate of its own, which it leaves in `authority.pem` in this
  /// folder.
  static GrpcNode tls(Path folder) throws Exception {
    KeyStore keys = WebServer.keys(folder);
    byte[] key = keys.getKey("mykey", WebServer.PASSWORD.toCharArray()).getEncoded();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key));
    Path file = Files.writeString(folder.resolve("key.pem"), pem);
    return new GrpcNode(
        TlsServerCredentials.create(folder.resolve("authority.pem").toFile(), file.toFile()));
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /// From now on the chain plans this.
  GrpcNode plans(String name, long at, String info) {
    return answers(
        message(1, join(text(1, name), varint(3, at), text(4, info)).toByteArray()).toByteArray());
  }

  /// From now on these bytes are the answer.
  GrpcNode answers(byte... message) {
    answer = message;
    return this;
  }

  /// From now on this is the answer.
  GrpcNode refuses(Status status) {
    refusal = status;
    return this;
  }

  /// From now on this block is committed.
  GrpcNode height(long committed) {
    height = committed;
    return this;
  }

  /// How often it was asked.
  int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private ServerServiceDefinition service() {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.newBuilder(new Plain(), new Plain())
            .setType(MethodType.UNARY)
            .setFullMethodName(SERVICE + "/CurrentPlan")
            .build();
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            method,
            ServerCalls.asyncUnaryCall(
                (request, response) -> {
                  asked.incrementAndGet();
                  Status status = refusal;
                  if (status != null) {
                    response.onError(status.asRuntimeException());
                  } else {
                    response.onNext(answer);
                    response.onCompleted();
                  }
                }))
        .build();
  }

  // Protobuf by hand: the few forms that a plan needs.

  static ByteArrayOutputStream text(int field, String value) {
    return message(field, value.getBytes(StandardCharsets.UTF_8));
  }

  static ByteArrayOutputStream message(int field, byte... value) {
    var out = new ByteArrayOutputStream();
    number(out, (field << 3) | 2);
    number(out, value.length);
    out.writeBytes(value);
    return out;
  }

  static ByteArrayOutputStream varint(int field, long value) {
    var out = new ByteArrayOutputStream();
    number(out, field << 3);
    number(out, value);
    return out;
  }

  static ByteArrayOutputStream join(ByteArrayOutputStream... parts) {
    var out = new ByteArrayOutputStream();
    for (ByteArrayOutputStream part : parts) {
      out.writeBytes(part.toByteArray());
    }
    return out;
  }

  private static void number(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /// Messages as they are.
  private static final class Plain implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /// Tells the height, as every SDK node does.
  private final class CommittedHeight implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return next.startCall(
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendHeaders(Metadata answerHeaders) {
              answerHeaders.put(HEIGHT, Long.toString(height));
              super.sendHeaders(answerHeaders);
            }
          },
          headers);
    }
  }
}
