#!/bin/sh
# Copies a CycloneDX bill of materials, and adds what Maven knows nothing of: the Java runtime in the image.
# Takes the runtime's `release` file.
set -eu
value() { sed -n "s/^$1=\"\(.*\)\"$/\1/p" "$release"; }
release=$1
version=$(value JAVA_VERSION)
modules=$(value MODULES)
if [ -z "$version" ] || [ -z "$modules" ]; then
  echo "no runtime's release file: $release" >&2
  exit 1
fi

exec awk -v version="$version" -v modules="$modules" '
  { print }
  /^  "components" : \[$/ {
    ref = "pkg:generic/openjdk@" version
    print "    {"
    print "      \"type\" : \"platform\","
    print "      \"bom-ref\" : \"" ref "\","
    print "      \"name\" : \"OpenJDK\","
    print "      \"version\" : \"" version "\","
    print "      \"description\" : \"A runtime made by jlink of " modules "\","
    print "      \"scope\" : \"required\","
    print "      \"licenses\" : [ { \"expression\" : \"GPL-2.0-only WITH Classpath-exception-2.0\" } ],"
    print "      \"purl\" : \"" ref "\""
    print "    },"
    found = 1
  }
  END { if (!found) { print "no components in the bill of materials" >"/dev/stderr"; exit 1 } }'
