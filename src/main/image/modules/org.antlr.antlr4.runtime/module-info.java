/// What ANTLR lacks to be linked into a runtime: the part that parsers made by it use.
module org.antlr.antlr4.runtime {
  exports org.antlr.v4.runtime;
  exports org.antlr.v4.runtime.atn;
  exports org.antlr.v4.runtime.dfa;
  exports org.antlr.v4.runtime.misc;
  exports org.antlr.v4.runtime.tree;
}
