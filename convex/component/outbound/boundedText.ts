/**
 * Reads a body as UTF-8; null if it has more bytes. Counts decoded bytes, so a small compressed body
 * cannot become a large one.
 */
export async function readText(response: Response, maximumBytes: number): Promise<string | null> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > maximumBytes) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}
