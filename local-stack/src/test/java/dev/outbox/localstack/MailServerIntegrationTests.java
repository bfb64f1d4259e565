package dev.outbox.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailServerIntegrationTests {

  @Test
  void showsWhatItTookAndForgetsItWhenKilled() throws Exception {
    try (MailServer mail = MailServer.launch()) {
      assertThat(mail.mails("ada@example.org")).isEqualTo("[]");
      send(mail, "ada@example.org");
      assertThat(mail.mails("ada@example.org")).contains("\"Message-ID\":\"<1@example.org>\"");
      assertThat(mail.mails("eve@example.org")).isEqualTo("[]");

      mail.kill();
      assertThat(Ports.accepts(mail.port())).isFalse();
      mail.start();
      assertThat(mail.mails("ada@example.org")).isEqualTo("[]");
    }
  }

  private static void send(MailServer mail, String recipient) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), mail.port());
        PrintStream out =
            new PrintStream(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      assertThat(in.readLine()).startsWith("220");
      for (String line :
          List.of(
              "HELO here",
              "MAIL FROM:<orders@example.org>",
              "RCPT TO:<" + recipient + ">",
              "DATA",
              "Message-ID: <1@example.org>\r\nSubject: hello\r\n\r\ntext\r\n.")) {
        out.print(line + "\r\n");
        out.flush();
        assertThat(in.readLine()).matches("(250|354).*");
      }
    }
  }
}
