# Sourced by ./mvnw and ./demo: points JAVA_HOME at a JDK 25, wherever one usually lies.
# The build runs the formatter and Error Prone inside Maven's own JVM, so Maven itself needs it,
# whatever `java` on PATH is.
find_jdk() {
  for home in "${JAVA_HOME-}" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* /usr/local/*jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -x "$home/bin/javac" ] && [ -x "$home/bin/jlink" ] &&
      grep -q '^JAVA_VERSION="25[".]' "$home/release" 2>/dev/null; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  echo "cosmovisor: no JDK 25 found (looked at JAVA_HOME, /usr/lib/jvm, /usr/java, /opt, ~/.sdkman, ~/.jdks): install one, for example Temurin 25, or set JAVA_HOME to it" >&2
  return 1
}
find_jdk || exit 1
