// The provider that the fixture document describes.
const { createServer } = require("node:http");

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
// The header of a file without samples, and one sample that is no text.
const WAV = Buffer.concat([Buffer.from("RIFF\x25\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0", "latin1"), Buffer.from([0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0]), Buffer.from("data\x01\0\0\0\x80", "latin1")]);
const PDF = Buffer.from("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "latin1");

const MIXED = Buffer.concat([
  Buffer.from("--part\r\ncontent-type: text/plain\r\n\r\nThree parts.\r\n--part\r\ncontent-type: image/png\r\n\r\n"),
  Buffer.from(PNG, "base64"),
  Buffer.from("\r\n--part\r\ncontent-type: application/pdf\r\n\r\n"),
  PDF,
  Buffer.from("\r\n--part--\r\n"),
]);

const FILES = {
  "/mixed": ["multipart/mixed; boundary=part", MIXED],
  "/static-binary": ["image/png", Buffer.from(PNG, "base64")],
  "/image": ["image/png", Buffer.from(PNG, "base64")],
  "/audio": ["audio/wav", WAV],
  "/file": ["application/pdf", PDF],
};

/** Serves on a free port; resolves to the URL. */
module.exports = () =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      request.resume();
      if (request.url === "/error") {
        response.writeHead(500, { "content-type": "application/json" }).end('{"message":"this operation fails"}');
        return;
      }
      // The folders of a client are the result.
      const folders = new URL(request.url, "http://localhost").searchParams.getAll("folders");
      if (folders.length > 0) {
        response.writeHead(200, { "content-type": "text/plain" }).end(folders.join("\n"));
        return;
      }
      const id = /^\/template\/([^/]*)\/data$/.exec(request.url)?.[1];
      if (id !== undefined) {
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ id, data: `Data of ${id}` }));
        return;
      }
      const [type, body] = FILES[request.url] ?? ["text/plain", "state-ok"];
      response.writeHead(200, { "content-type": type }).end(body);
    });
    server.listen(0, "127.0.0.1", () => resolve({ url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() }));
  });
