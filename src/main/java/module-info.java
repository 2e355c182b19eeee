/// The process manager of a Cosmos SDK node. Nothing is exported: the product is a program.
@org.jspecify.annotations.NullMarked
module cosmovisor {
  requires static org.jspecify;
  requires jdk.unsupported; // sun.misc.Signal

  // The workers' libraries. Static, because they lie on a class path that only a worker is given;
  // all others are linked into the image's runtime.
  requires static org.apache.commons.compress;
  requires static org.tukaani.xz;
  requires static aircompressor.v3;
  requires java.logging; // okhttp's

  // Speaks HTTP/2 for the worker that asks a node over gRPC.
  requires static okhttp3;
  requires static okio;

  // Parses the command line of the commands that do one thing and end.
  requires info.picocli;

  opens cosmovisor.cli to
      info.picocli;

  // Read by `config` if there is a configuration file, and never without one.
  requires org.tomlj;
}
