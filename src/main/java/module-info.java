/// The process manager of a Cosmos SDK node. Nothing is exported: the product is a program.
@org.jspecify.annotations.NullMarked
module cosmovisor {
  requires static org.jspecify;
  requires jdk.unsupported; // sun.misc.Signal

  // The fetch worker's libraries. Static, because they lie on the class path beside the image's
  // runtime and are opened by nobody but the worker.
  requires static org.apache.commons.compress;
  requires static org.tukaani.xz;
  requires static aircompressor.v3;

  // Speaks HTTP/2 for the worker that asks a node over gRPC.
  requires static okhttp3;
  requires static okio;

  // Parses the command line of the commands that do one thing and end.
  requires static info.picocli;

  // Read by `config` if there is a configuration file, and never without one.
  requires static org.tomlj;
}
