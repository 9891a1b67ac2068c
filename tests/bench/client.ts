import http from "node:http";

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** One browser: keeps its connection and its cookies, sends the headers that a form of the same origin sends. */
export class Client {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  private readonly cookies = new Map<string, string>();
  private readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  get(path: string): Promise<Answer> {
    return this.send("GET", path, {});
  }

  post(path: string, form: URLSearchParams): Promise<Answer> {
    return this.send("POST", path, { "Content-Type": "application/x-www-form-urlencoded" }, form.toString());
  }

  /** Signs a demo account in. @throws when the product refuses it */
  async signIn(account: string): Promise<void> {
    const form = new URLSearchParams({ email: `${account}@demo.test`, password: "throughline-demo" });
    const answer = await this.post("/sign-in?index", form);
    if (answer.status !== 302) throw new Error(`Sign-in of ${account} was answered ${answer.status}`);
  }

  /** Another browser with the same sign-in: too many attempts for one account would be refused. */
  twin(): Client {
    const twin = new Client(this.origin);
    for (const [name, value] of this.cookies) twin.cookies.set(name, value);
    return twin;
  }

  close(): void {
    this.agent.destroy();
  }

  private send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        `${this.origin}${path}`,
        {
          method,
          agent: this.agent,
          headers: {
            Origin: this.origin,
            "Accept-Encoding": "gzip",
            Accept: "text/html",
            ...(this.cookies.size > 0 && {
              Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
            }),
            ...(body !== undefined && { "Content-Length": Buffer.byteLength(body) }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("end", () => {
            for (const line of response.headers["set-cookie"] ?? []) this.keep(line);
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks),
            });
          });
          response.on("error", reject);
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  }

  private keep(line: string): void {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
