// A certified identity provider with two people. What goes wrong is written into a file: the word in it counts for the next
// request. Arguments: the directory with the packages, the port, where browsers are sent back to, the file.
import { readFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [packages, port, redirect, file] = process.argv.slice(2);
const resolve = createRequire(`${packages}/`).resolve;
const { default: Provider } = await import(pathToFileURL(resolve("oidc-provider")).href);

const people = {
  stina: { name: "Stina Berg", email: "stina@hafenblick.example", email_verified: true, groups: ["Device admins", "Everybody"] },
  olle: { name: "Olle Ek", email: "olle@hafenblick.example", email_verified: true, groups: ["Canteen"] },
};
const issuer = `http://127.0.0.1:${port}`;
const trouble = () => readFileSync(file, "utf8").trim();

const provider = new Provider(issuer, {
  clients: [{ client_id: "taxiway", client_secret: "what the provider knows", redirect_uris: [redirect] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  cookies: { keys: ["of this test only"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  findAccount: (context, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  // Whoever signs in agrees to what is passed on.
  async loadExistingGrant(context) {
    const { client, session } = context.oidc;
    const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope("openid email profile groups");
    await grant.save();
    return grant;
  },
});

// Shows the form, or takes the name that was typed.
async function interaction(request, response) {
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>Provider</title><form method=post><input id=login name=login><button>Go</button></form>");
    return;
  }
  let body = "";
  for await (const piece of request) body += piece;
  const login = new URLSearchParams(body).get("login");
  const result = people[login] ? { login: { accountId: login } } : { error: "access_denied" };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const serve = provider.callback();
http
  .createServer((request, response) => {
    const path = request.url.split("?")[0];
    const now = trouble();
    if (path.startsWith("/interaction/")) {
      interaction(request, response).catch((error) => response.writeHead(500).end(String(error)));
      return;
    }
    // The proof answers another sign-in.
    if (path === "/auth" && now === "nonce") request.url = request.url.replace(/nonce=[^&]*/, "nonce=of-somebody-else");
    if (path === "/token" && now === "gone") {
      request.socket.destroy();
      return;
    }
    // The proof is two hours old when it comes.
    if (path === "/token" && now === "expired") {
      const real = Date.now;
      Date.now = () => real() - 2 * 60 * 60 * 1000;
      response.on("close", () => {
        Date.now = real;
      });
    }
    serve(request, response);
  })
  .listen(Number(port), "127.0.0.1", () => console.log("ready"));
