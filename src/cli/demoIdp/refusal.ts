/** Why the demo does not answer a request, for the person or the developer. */
export class DemoRefusal extends Error {
  override readonly name = "DemoRefusal";

  constructor(
    message: string,
    readonly status: 400 | 404 | 421 = 400,
  ) {
    super(message);
  }
}
