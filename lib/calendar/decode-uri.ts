/** Decodes percent-encoded characters. Returns a malformed text unchanged. */
export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
