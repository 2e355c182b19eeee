/// What tomlj lacks to be linked into a runtime.
module org.tomlj {
  requires transitive org.antlr.antlr4.runtime;

  exports org.tomlj;
}
