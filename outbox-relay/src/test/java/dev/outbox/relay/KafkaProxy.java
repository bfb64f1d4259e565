package dev.outbox.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.outbox.localstack.KafkaBroker;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and a broker, and can lose the answer to a commit: the broker has done it,
 * the client is cut off and does not know.
 */
final class KafkaProxy implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final short END_TRANSACTION = 26;

  private enum Mode {
    OPEN,
    LOSES_NEXT_COMMIT,
    SHUT
  }

  private final KafkaBroker broker;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.OPEN;

  KafkaProxy(KafkaBroker broker) throws IOException {
    this.broker = broker;
    this.listener = new ServerSocket(0, 50, InetAddress.getByName(HOST));
    start(this::accept);
  }

  String bootstrapServers() {
    return HOST + ":" + listener.getLocalPort();
  }

  /** Cuts all connections when the next commit is answered, and lets nobody in any more. */
  void loseNextCommit() {
    mode = Mode.LOSES_NEXT_COMMIT;
  }

  boolean isShut() {
    return mode == Mode.SHUT;
  }

  void open() {
    mode = Mode.OPEN;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      if (mode == Mode.SHUT) {
        client.close();
        continue;
      }
      Socket server = new Socket(HOST, broker.port());
      sockets.add(client);
      sockets.add(server);
      Set<Integer> commits = ConcurrentHashMap.newKeySet();
      start(() -> forwardRequests(client, server, commits));
      start(() -> forwardAnswers(server, client, commits));
    }
  }

  private void forwardRequests(Socket from, Socket to, Set<Integer> commits) throws IOException {
    try (from;
        to) {
      DataInputStream in = new DataInputStream(from.getInputStream());
      while (true) {
        byte[] request = read(in);
        ByteBuffer header = ByteBuffer.wrap(request);
        if (header.getShort(0) == END_TRANSACTION) {
          commits.add(header.getInt(4));
        }
        write(to, request);
      }
    }
  }

  private void forwardAnswers(Socket from, Socket to, Set<Integer> commits) throws IOException {
    try (from;
        to) {
      DataInputStream in = new DataInputStream(from.getInputStream());
      while (true) {
        byte[] answer = read(in);
        boolean commit = commits.remove(ByteBuffer.wrap(answer).getInt(0));
        if (commit && mode == Mode.LOSES_NEXT_COMMIT) {
          mode = Mode.SHUT;
          cut();
          return;
        }
        nameProxy(answer);
        write(to, answer);
      }
    }
  }

  /** The broker tells clients its own address, as its host and then its port. */
  private void nameProxy(byte[] answer) {
    ByteBuffer bytes = ByteBuffer.wrap(answer);
    byte[] host = HOST.getBytes(US_ASCII);
    for (int at = 0; at + host.length + Integer.BYTES <= answer.length; at++) {
      boolean isBroker =
          bytes.slice(at, host.length).equals(ByteBuffer.wrap(host))
              && bytes.getInt(at + host.length) == broker.port();
      if (isBroker) {
        bytes.putInt(at + host.length, listener.getLocalPort());
      }
    }
  }

  private void cut() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  private static byte[] read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  private static void write(Socket to, byte[] bytes) throws IOException {
    DataOutputStream out = new DataOutputStream(to.getOutputStream());
    byte[] framed =
        ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).array();
    out.write(framed);
    out.flush();
  }

  private interface Task {
    void run() throws IOException;
  }

  private void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // One side has ended the connection, and so has the other by now.
                return;
              }
            },
            "kafka-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
