# A Homebrew formula, for a tap on Linux. The build fills in what stands between at signs.
class Cosmovisor < Formula
  desc "Runs a Cosmos SDK node and carries it through on-chain upgrades"
  homepage "@URL@"
  url "@URL@/cosmovisor-@VERSION@-linux-@CPU@.tar.gz"
  sha256 "@SHA256@"
  license "Apache-2.0"

  depends_on :linux

  # Moving a library's path, as is done with bottles, would change the runtime's files.
  skip_clean "libexec"

  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"bin/cosmovisor"
    man1.install_symlink Dir[libexec/"share/man/man1/*.1"]
    generate_completions_from_executable(bin/"cosmovisor", "completion")
  end

  test do
    assert_match "v#{version}", shell_output("#{bin}/cosmovisor version --cosmovisor-only")
  end
end
