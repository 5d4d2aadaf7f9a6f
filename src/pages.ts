const PAGE_SIZE = 100; // the largest page of a list

interface Page {
  readonly data: readonly unknown[];
  readonly listMetadata: { readonly after: string | null };
}

/** Yields every item of a list, following `after` to the last page. */
export async function* allItems(
  readPage: (input: { readonly [field: string]: unknown }) => Promise<unknown>,
  input: { readonly [field: string]: unknown },
): AsyncGenerator<unknown, void, undefined> {
  let cursor: { after?: string } = {};
  for (;;) {
    const page = await readPage({ limit: PAGE_SIZE, ...input, ...cursor });
    if (!isPage(page)) throw new TypeError("This operation does not return pages.");
    yield* page.data;
    if (page.listMetadata.after === null) return;
    cursor = { after: page.listMetadata.after };
  }
}

const isPage = (answer: unknown): answer is Page =>
  typeof answer === "object" && answer !== null && "data" in answer && "listMetadata" in answer;
