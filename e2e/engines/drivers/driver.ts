/** What the walk needs of a browser, whatever drives it. */

export interface Point {
  x: number;
  y: number;
}

export interface Driver {
  goto(url: string): Promise<void>;
  /** Runs the body of an async function in the page and returns what it returns, as JSON. */
  evaluate<T>(body: string, argument?: unknown): Promise<T>;
  move(to: Point): Promise<void>;
  click(at: Point, modifier?: string): Promise<void>;
  wheel(at: Point, deltaY: number): Promise<void>;
  /** Presses a key as in `KeyboardEvent.key`, with modifiers before it: `Control+a`. */
  press(keys: string): Promise<void>;
  type(text: string): Promise<void>;
  back(): Promise<void>;
  /** Gives the page a viewport of this size, or as near to it as the browser goes. */
  resize(width: number, height: number): Promise<void>;
  /** The folder of downloads. */
  readonly downloads: string;
  close(): Promise<void>;
}

/** Splits `Control+Shift+a` into modifiers and key. */
export function splitKeys(keys: string): [modifiers: string[], key: string] {
  const parts = keys.split(/\+(?=.)/);
  return [parts.slice(0, -1), parts.at(-1)!];
}

/** An expression that calls the body of a function. No content security policy forbids it. */
export function asExpression(body: string, argument: unknown): string {
  return `(async (argument) => { ${body} })(${JSON.stringify(argument ?? null)})`;
}
