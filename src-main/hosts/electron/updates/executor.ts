import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';

/** How a request is opened; without one, Electron's network (system proxy and certificates) is used. */
export type MakeRequest = (options: object) => { on(event: 'response', listener: (response: Response) => void): unknown };

type Response = { on(event: 'data', listener: (chunk: Buffer) => void): unknown };

/**
 * The HTTP side of electron-updater, with an end to what a server may send: it would read any answer to the last byte. Counts what comes,
 * for the progress and to tell a download that was cut off from one that was altered.
 */
export class CappedExecutor extends ElectronHttpExecutor {
  readonly #make: MakeRequest | undefined;
  #limit = 0;
  #received = 0;
  #onBytes: (received: number) => void = () => {};

  constructor(make?: MakeRequest) {
    super();
    this.#make = make;
  }

  /** Begins to count anew. More than `limit` bytes end the request. */
  begin(limit: number, onBytes: (received: number) => void = () => {}): void {
    this.#limit = limit;
    this.#received = 0;
    this.#onBytes = onBytes;
  }

  get received(): number {
    return this.#received;
  }

  get overflowed(): boolean {
    return this.#received > this.#limit;
  }

  override createRequest(options: object, callback: (response: never) => void) {
    const counted = (response: Response): void => {
      response.on('data', (chunk) => {
        this.#received += chunk.length;
        if (this.overflowed) request.abort();
        else this.#onBytes(this.#received);
      });
      callback(response as never);
    };
    const request = this.#make ? opened(this.#make(options), counted) : super.createRequest(options, counted);
    return request;
  }
}

type Request = ReturnType<ElectronHttpExecutor['createRequest']>;

function opened(request: ReturnType<MakeRequest>, onResponse: (response: Response) => void): Request {
  request.on('response', onResponse);
  // The two kinds of request answer to the same names where electron-updater calls them.
  return request as unknown as Request;
}
