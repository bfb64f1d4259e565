-- Ids compare byte by byte, as Kafka compares keys: whoever asks for a-1 must not lock A-1, and append under another key.
CREATE TABLE invoice (
  id   VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL PRIMARY KEY,
  paid BOOLEAN     NOT NULL DEFAULT FALSE
);

CREATE TABLE booking (
  number     BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
  invoice_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL
);
