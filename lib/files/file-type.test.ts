import { expect, it } from 'vitest'
import { sniffType } from './file-type'

const bytes = (text: string) => Buffer.from(text, 'latin1')

it('recognizes common formats by their first bytes', () => {
  const files: Record<string, string> = {
    'image/jpeg': '\xff\xd8\xff\xe0\0\x10JFIF',
    'image/png': '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
    'image/gif': 'GIF89a\x01\0',
    'image/webp': 'RIFF\x24\0\0\0WEBPVP8 ',
    'image/avif': '\0\0\0\x20ftypavif\0\0\0\0',
    'image/heic': '\0\0\0\x20ftypheic\0\0\0\0',
    'video/mp4': '\0\0\0\x20ftypisom\0\0\0\0',
    'video/quicktime': '\0\0\0\x20ftypqt  \0\0\0\0',
    'application/pdf': '%PDF-1.7\n%\xe2\xe3',
    'application/zip': 'PK\x03\x04\x14\0\0\0\0\0photos/1.jpg',
    'audio/mpeg': 'ID3\x04\0',
    'text/plain': 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n',
  }
  for (const [type, head] of Object.entries(files)) expect(sniffType(bytes(head), 'x'), type).toBe(type)
})

it('ignores the extension of a file that is something else', () => {
  expect(sniffType(bytes('MZ\x90\0\x03\0\0\0'), 'holiday.jpg')).toBe('application/octet-stream')
  expect(sniffType(bytes('\x89PNG\r\n\x1a\n'), 'invoice.pdf')).toBe('image/png')
  expect(sniffType(bytes('%PDF-1.4'), 'index.html')).toBe('application/pdf')
})

it('recognizes no HTML page, SVG drawing or script as a safe type', () => {
  for (const text of [
    '<!doctype html><script>alert(1)</script>',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<?xml version="1.0"?><html/>',
    'alert(1)',
  ]) {
    for (const name of ['a.html', 'a.svg', 'a.js', 'a.png'])
      expect(sniffType(bytes(text), name)).toBe('text/plain')
  }
})

it('distinguishes office formats by container and name', () => {
  const docx = 'PK\x03\x04\x14\0\x06\0\x08\0\0\0\x21\0[Content_Types].xml'
  expect(sniffType(bytes(docx), 'Plan.DOCX')).toContain('wordprocessingml')
  expect(sniffType(bytes(docx), 'Plan.bin')).toBe('application/zip')
  expect(sniffType(bytes('PK\x03\x04'), 'Plan.docx')).toBe('application/zip')
  const odt = `PK\x03\x04${'\0'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.textPK`
  expect(sniffType(bytes(odt), 'x')).toBe('application/vnd.oasis.opendocument.text')
  expect(sniffType(bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'x.xls')).toBe('application/vnd.ms-excel')
})

it('accepts text whose last character is cut off, and no binary data', () => {
  expect(sniffType(Buffer.from('Grüße an Zoë').subarray(0, -1), 'x')).toBe('text/plain')
  expect(sniffType(new Uint8Array(0), 'x')).toBe('text/plain')
  expect(sniffType(Buffer.from([0x61, 0, 0x62]), 'x.txt')).toBe('application/octet-stream')
  expect(sniffType(Buffer.from([0xc3, 0x28]), 'x.txt')).toBe('application/octet-stream')
})
