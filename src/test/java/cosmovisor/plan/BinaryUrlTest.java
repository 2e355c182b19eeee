package cosmovisor.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cosmovisor.plan.Checksum.Algorithm;
import cosmovisor.plan.Checksum.Digest;
import cosmovisor.plan.Checksum.FromFile;
import cosmovisor.plan.Checksum.None;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The part of the original's URL grammar that is kept, and the sentences for the rest.
class BinaryUrlTest {
  private static final String SHA256 = "AB".repeat(32);

  private static BinaryUrl parse(String text) throws PlanException {
    return BinaryUrl.parse(text);
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/a, https://h/a",
    "HTTPS://h/a, https://h/a",
    "https://h, https://h",
    "https://h:8443/a, https://h:8443/a",
    "https://h:65535/a, https://h:65535/a",
    "https://h/azAZ09{, https://h/azAZ09%7B",
    "https://h/a%00b, https://h/a%00b",
    "https://u:p@h/a, https://u:p@h/a",
    "https://[::1]:8443/a, https://[::1]:8443/a",
    "https://h/release%2Fv1/a, https://h/release%2Fv1/a",
    "https://h/a?z=1&a=2&b, https://h/a?z=1&a=2&b",
    "https://h/a?X-Sig=a%2Fb%3d+c, https://h/a?X-Sig=a%2Fb%3d+c",
    "https://h/a?checksum=CS&z=1, https://h/a?z=1",
    "https://h/a?z=1&archive=zip&checksum=CS&y=2&checksum=zz, https://h/a?z=1&y=2",
    "https://h/a?filename=x, https://h/a?filename=x",
    "https://h/a#part, https://h/a",
    "https://h/a?x=1#part, https://h/a?x=1",
    "https://h/a b/é, https://h/a%20b/%C3%A9",
    "https://h/a[1]?q=[2], https://h/a%5B1%5D?q=[2]",
    "https://h/a?u=https://other//x, https://h/a?u=https://other//x",
    "https://under_score/a, https://under_score/a",
    "file:///abs/a, file:///abs/a",
    "file://localhost/abs/a, file:///abs/a",
    "file:/abs/a, file:///abs/a",
    "/abs/a b, file:///abs/a%20b",
    "/abs/a?checksum=CS, file:///abs/a",
  })
  void theServerIsAskedForThePlansTextWithoutOurParameters(String text, String request)
      throws PlanException {
    assertThat(parse(text.replace("CS", SHA256)).request()).isEqualTo(request);
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/a, RAW",
    "https://h/a.exe, RAW",
    "https://h/a.deb, RAW",
    "https://h/A.ZIP, RAW",
    "https://h/zip, RAW",
    "https://h/a.zip, ZIP",
    "https://h/a.tar, TAR",
    "https://h/a.tar.gz, TAR_GZ",
    "https://h/a.tgz, TAR_GZ",
    "https://h/a.gz, GZ",
    "https://h/a.tar.bz2, TAR_BZ2",
    "https://h/a.tbz2, TAR_BZ2",
    "https://h/a.bz2, BZ2",
    "https://h/a.tar.xz, TAR_XZ",
    "https://h/a.txz, TAR_XZ",
    "https://h/a.xz, XZ",
    "https://h/a.tar.zst, TAR_ZST",
    "https://h/a.tzst, TAR_ZST",
    "https://h/a.zst, ZST",
    "https://h/a%2Ezip, ZIP",
    "https://h/a.zip?x=1, ZIP",
    "https://h/a?file=a.zip, RAW",
    "https://h/a.zip?archive=false, RAW",
    "https://h/a.zip?archive=0, RAW",
    "https://h/a.zip?archive=rar, RAW",
    "https://h/a.zip?archive=true, ZIP",
    "https://h/a?archive=tar.gz, TAR_GZ",
    "https://h/a.zip?archive=tgz, TAR_GZ",
    "https://h/a.tar.gz//sub/dir, TAR_GZ",
    "/abs/a.zip, ZIP",
  })
  void thePathOrAParameterTellsThePackaging(String text, Packaging packaging) throws PlanException {
    assertThat(parse(text).packaging()).isEqualTo(packaging);
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/a.zip//sub, sub, https://h/a.zip",
    "https://h/a.zip//sub/dir?x=1, sub/dir, https://h/a.zip?x=1",
    "https://h/a.zip//, '', https://h/a.zip",
    "/abs/a.zip//sub, sub, file:///abs/a.zip",
  })
  void aDoubleSlashNamesAFolderInsideTheArchive(String text, String subdir, String request)
      throws PlanException {
    assertThat(parse(text).subdir()).isEqualTo(subdir);
    assertThat(parse(text).request()).isEqualTo(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://h/a.zip//../x", "https://h/a.zip//a/..", "https://h/a.zip//glob*"})
  void foldersThatClimbAndPatternsAreRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("folder inside the archive");
  }

  @Test
  void everyFormOfADigestIsUnderstood() throws PlanException {
    var sha256 = new Digest(Algorithm.SHA256, "ab".repeat(32));
    assertThat(parse("https://h/a").checksum()).isEqualTo(new None());
    assertThat(parse("https://h/a?checksum=").checksum()).isEqualTo(new None());
    assertThat(parse("https://h/a?Checksum=" + SHA256).checksum()).isEqualTo(new None());
    assertThat(parse("https://h/a?checksum=sha256:" + SHA256).checksum()).isEqualTo(sha256);
    assertThat(parse("https://h/a?checksum=SHA256:" + SHA256).checksum()).isEqualTo(sha256);
    assertThat(parse("https://h/a?checksum=sha256%3A" + SHA256).checksum()).isEqualTo(sha256);
    assertThat(parse("https://h/a?checksum=" + SHA256).checksum()).isEqualTo(sha256);
    assertThat(parse("https://h/a?checksum=" + SHA256 + "&checksum=md5:x").checksum())
        .isEqualTo(sha256);
  }

  @ParameterizedTest
  @CsvSource({"md5, 32, false", "sha1, 40, false", "sha256, 64, true", "sha512, 128, true"})
  void theLengthTellsTheAlgorithmAndOnlyStrongOnesPin(String word, int length, boolean pins)
      throws PlanException {
    String hex = "0".repeat(length);
    Checksum bare = parse("https://h/a?checksum=" + hex).checksum();
    assertThat(bare).isEqualTo(parse("https://h/a?checksum=" + word + ":" + hex).checksum());
    assertThat(bare.word()).isEqualTo(word);
    assertThat(bare.pins()).isEqualTo(pins);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void eachAlgorithmIsOneOfTheJdksAndItsDigestsHaveThatLength(Algorithm algorithm)
      throws NoSuchAlgorithmException {
    int bytes = MessageDigest.getInstance(algorithm.standardName()).getDigestLength();
    assertThat(algorithm.hexLength()).isEqualTo(2 * bytes);
  }

  @Test
  void aParametersValueIsDecodedAsServersDoIt() throws PlanException {
    var list = (FromFile) parse("https://h/a?checksum=file:https://h/a+b%2Bc").checksum();
    assertThat(list.list().request()).isEqualTo("https://h/a%20b+c");
  }

  @Test
  void aListOfChecksumsIsAnotherUrl() throws PlanException {
    var list = (FromFile) parse("https://h/a?checksum=file:https://h/SHA256SUMS").checksum();
    assertThat(list.list().request()).isEqualTo("https://h/SHA256SUMS");
    assertThat(list.pins()).isFalse();
    assertThat(list.word()).isEqualTo("file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crc32:00        | unsupported checksum type: crc32; supported are md5, sha1, sha256, sha512",
        "sha384:00       | unsupported checksum type: sha384",
        "00ff            | unknown type for checksum 00ff",
        ":00ff           | unsupported checksum type: ;",
        "sha256:00ff     | a sha256 checksum has 64 hex digits",
        "md5:zz345678901234567890123456789012 | a md5 checksum has 32 hex digits",
        "file:git::x     | forced source 'git::'",
      })
  void aChecksumThatCantBeIsExplained(String checksum, String sentence) {
    assertThatThrownBy(() -> parse("https://h/a?checksum=" + checksum))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git::https://h/a.git",
        "hg::https://h/a",
        "s3::https://s3.amazonaws.com/b/k",
        "gcs::https://www.googleapis.com/b",
        "https::https://h/a",
        "ssh://git@h/a",
        "git@github.com:o/r",
        "github.com/o/r",
        "s3://bucket/key",
        "ftp://h/a",
        "./relative",
        "u",
        "C:\\x"
      })
  void otherSourcesAreRefusedWithTheirReplacement(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(PlanException.class)
        .message()
        .contains("https://")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "https://",
        "https:///a",
        "https:a",
        "https://h:65536/a",
        "https://h:99999/a",
        "https://h:x/a",
        "https://[::1/a",
        "https://h\u00f6st/a",
        "https://h/a\nb",
        "https://h/a\u0000b",
        "file:relative",
        "file://other/abs",
        "file://"
      })
  void whatIsNoUrlIsAnErrorOfItsOwn(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(PlanException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://h/%zz",
        "https://h/%",
        "https://h/%zz?archive=zip",
        "https://u:%zz@h/a?archive=zip",
        "https://h/a?x=%2",
        "https://h/a?checksum=%g",
        "/abs/100%"
      })
  void aPercentSignThatIsNoEscapeIsNamedWhereverItStands(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("write %25 for a percent sign");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "LOCALHOST:8080", "[::1]:80"})
  void plainHttpToThisMachineNeedsNoChecksum(String host) throws PlanException {
    assertThat(parse("http://" + host + "/a").checksum()).isEqualTo(new None());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h/a",
        "http://127.0.0.1.evil.test/a",
        "http://127.0.0.1@evil.test/a",
        "http://evil.test?127.0.0.1/",
        "http://h/a?checksum=file:https://h/SUMS",
        "http://h"
      })
  void plainHttpToOthersNeedsAChecksum(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("plain http without a checksum");
  }

  @Test
  void aFileOfThisMachineIsToldFromOneOfAServer() throws PlanException {
    assertThat(parse("/abs/a").isLocal()).isTrue();
    assertThat(parse("https://localhost/abs/a").isLocal()).isFalse();
  }

  @Test
  void plainHttpWithADigestIsTaken() throws PlanException {
    assertThat(parse("http://203.0.113.7/a.zip?checksum=" + SHA256).checksum().pins()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://u:s3cret@h/a, https://***@h/a",
    "https://h/a?versionId=7&X-Amz-Signature=s3cret, https://h/a?versionId=7&X-Amz-Signature=***",
    "https://h/a?s3cret, https://h/a?***",
    "https://h/a?token=s3cret&token=s3cret, https://h/a?token=***&token=***",
    "https://h/a@s3/b, https://h/a@s3/b",
  })
  void secretsAreNeverShown(String text, String shown) throws PlanException {
    assertThat(parse(text).redacted()).isEqualTo(shown);
    assertThat(parse(text)).hasToString(shown);
  }

  @Test
  void messagesShowNoSecretsAndDriveNoTerminal() {
    assertThatThrownBy(() -> parse("http://u:s3cret@h/a?token=s3cret"))
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> parse("https://h/a?checksum=sha256:%1b%5b2J%0a"))
        .message()
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void aMessageQuotesAHundredCharactersOfThePlan() {
    String hundred = "x".repeat(100);
    assertThatThrownBy(() -> parse(hundred)).hasMessageStartingWith("\"" + hundred + "\" is no");
    assertThatThrownBy(() -> parse(hundred + "x"))
        .hasMessageStartingWith("\"" + hundred + "…\" is no");
  }

  @Test
  void aHugeTextIsReadInReasonableTime() {
    String many = "https://h/a?checksum=" + "%41".repeat(300_000);
    assertThatThrownBy(() -> parse(many)).isInstanceOf(PlanException.class);
  }
}
