import { isUtf8 } from 'node:buffer'

/** Returns the decoded path of a URL without a final slash, to compare URLs that a server encodes in different ways. */
export function pathOf(url: string): string {
  return decodePath(new URL(url).pathname).replace(/\/$/, '')
}

/**
 * Decodes a path. Bytes that are not UTF-8, as in names in Latin-1, stay encoded; so do percent signs, so that
 * {@link encodeSegment} returns the same bytes.
 */
export function decodePath(path: string): string {
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    const bytes = Buffer.from(encoded.replaceAll('%', ''), 'hex')
    if (isUtf8(bytes)) return bytes.toString('utf8').replaceAll('%', '%25')
    return encoded
      .toUpperCase()
      .replace(/%[2-7][0-9A-F]/g, (char) => (char === '%25' ? char : decodeURIComponent(char)))
  })
}

/** Encodes a segment of a path that {@link decodePath} has decoded. */
export function encodeSegment(segment: string): string {
  return segment
    .split(/(%[0-9A-F]{2})/)
    .map((part, index) => (index % 2 ? part : encodeURIComponent(part)))
    .join('')
}
