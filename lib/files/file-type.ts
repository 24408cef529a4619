/** Bytes of the beginning of a file that {@link sniffType} needs. */
export const SNIFFED_BYTES = 4096

/**
 * Returns the media type of a file by its first bytes (WHATWG MIME Sniffing Standard, and the formats' own
 * specifications). The name only distinguishes formats within the same container. Nothing is ever recognized as HTML,
 * XML or a script: these are plain text.
 *
 * @param head the first {@link SNIFFED_BYTES} bytes of the file, or all of a shorter one
 */
export function sniffType(head: Uint8Array, name: string): string {
  const text = latin1(head)
  for (const [offset, magic, type] of SIGNATURES) if (text.startsWith(magic, offset)) return type
  if (text.startsWith('ftyp', 4)) return BRANDS[text.slice(8, 12)] ?? 'video/mp4'
  if (text.startsWith('RIFF')) return RIFF[text.slice(8, 12)] ?? UNKNOWN
  if (text.startsWith('\x1aE\xdf\xa3')) return text.includes('webm') ? 'video/webm' : 'video/x-matroska'
  if (text.startsWith('PK\x03\x04')) return typeOfZip(text, extensionOf(name))
  // Compound File Binary: Office before 2007.
  if (text.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return COMPOUND[extensionOf(name)] ?? UNKNOWN
  return isText(head) ? 'text/plain' : UNKNOWN
}

const UNKNOWN = 'application/octet-stream'

/** Offset, first bytes and media type. */
const SIGNATURES: readonly (readonly [number, string, string])[] = [
  [0, '\xff\xd8\xff', 'image/jpeg'],
  [0, '\x89PNG\r\n\x1a\n', 'image/png'],
  [0, 'GIF87a', 'image/gif'],
  [0, 'GIF89a', 'image/gif'],
  [0, 'II*\0', 'image/tiff'],
  [0, 'MM\0*', 'image/tiff'],
  [0, '%PDF-', 'application/pdf'],
  [0, '\x1f\x8b\x08', 'application/gzip'],
  [0, "7z\xbc\xaf'\x1c", 'application/x-7z-compressed'],
  [0, 'Rar!\x1a\x07', 'application/vnd.rar'],
  [0, '{\\rtf', 'application/rtf'],
  [0, 'OggS', 'audio/ogg'],
  [0, 'fLaC', 'audio/flac'],
  [0, 'ID3', 'audio/mpeg'],
  [0, '\xff\xfb', 'audio/mpeg'],
]

/** Major brands of ISO base media files (ISO/IEC 14496-12). */
const BRANDS: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  avis: 'image/avif',
  heic: 'image/heic',
  heix: 'image/heic',
  mif1: 'image/heif',
  'qt  ': 'video/quicktime',
  'M4A ': 'audio/mp4',
}

const RIFF: Readonly<Record<string, string>> = {
  WEBP: 'image/webp',
  WAVE: 'audio/wav',
  'AVI ': 'video/x-msvideo',
}

const COMPOUND: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
}

const OPEN_XML: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
}

/** OpenDocument and EPUB store their type in the first, uncompressed file; Office Open XML only its list of parts. */
function typeOfZip(text: string, extension: string): string {
  const stated = /^[\s\S]{30}mimetype(application\/(?:vnd\.oasis\.opendocument\.[a-z-]+|epub\+zip))/.exec(
    text,
  )
  if (stated) return stated[1]!
  const isOpenXml = /\[Content_Types\]\.xml|_rels\/\.rels/.test(text)
  return (isOpenXml && OPEN_XML[extension]) || 'application/zip'
}

/** Returns whether bytes are UTF-8 text without control characters. The last character may be cut off. */
function isText(head: Uint8Array): boolean {
  if (!head.length) return true
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return !/(?![\t\n\f\r])[\p{Cc}]/u.test(text)
  } catch {
    return false
  }
}

function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
