// A broadcaster on Node: what is posted goes to every socket as it is. Arguments: folder with node_modules, port.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, port] = process.argv.slice(-2);
const { WebSocketServer } = createRequire(join(folder, "index.js"))("ws");

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    if (request.method === "POST") {
      const news = Buffer.concat(chunks);
      for (const client of sockets.clients) client.send(news, { binary: false });
    }
    response.writeHead(200, { "content-length": "0" });
    response.end();
  });
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
server.listen(Number(port), "127.0.0.1");
