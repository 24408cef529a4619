import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_BODY, MAX_IMPORT, MAX_PICTURE, refusalOf } from './guard.mjs'

const status = (method, url, headers = {}, options = {}) =>
  refusalOf({ method, url, headers: { host: 'localhost', ...headers } }, options)?.status ?? 200
const action = (headers) => ({
  'next-action': 'a'.repeat(42),
  'content-type': 'text/plain;charset=UTF-8',
  ...headers,
})

describe('refusalOf', () => {
  it.each([
    ['/', 200],
    ['/a%20b?q=%C5%BC&r=50%25', 200],
    ['//a//b', 200],
    ['/%', 400],
    ['/%E0%A4%A', 400],
    ['/%ff', 400],
    ['/?q=%', 400],
    ['/%00', 400],
    ['/?q=%00', 400],
    ['*', 400],
    ['http://x/y', 400],
    [`/${'a'.repeat(9000)}`, 414],
    ['/_global-error', 404],
    ['/_next/image?url=%2Fi.png&w=64&q=75', 200],
    ['/_next/image?url=%2F%25&w=64&q=75', 400],
    ['/_next/image', 200],
  ])('answers GET %s with %i', (url, expected) => expect(status('GET', url)).toBe(expected))

  it('rejects unknown methods, and requests that would write to a static file', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(status(method, '/')).toBe(200)
    }
    for (const method of ['TRACE', 'PROPFIND', 'QUERY', 'CONNECT']) expect(status(method, '/')).toBe(405)
    const options = { publicFiles: new Set(['/icon.png']) }
    for (const url of ['/icon.png', '/icon.png/', '/icon.png?a', '/_next/static/x.js', '/index.rsc']) {
      expect(status('GET', url, {}, options)).toBe(200)
      expect(status('POST', url, {}, options)).toBe(405)
    }
    expect(status('POST', '/__nextjs_original-stack-frames', {}, { dev: true })).toBe(200)
    expect(status('POST', '/_next/x', {}, { dev: true })).toBe(200)
  })

  it('rejects writes from other origins', () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(status(method, '/', { origin: 'http://localhost' })).toBe(200)
      expect(status(method, '/', { origin: 'http://evil.example' })).toBe(403)
      expect(status(method, '/', { 'sec-fetch-site': 'cross-site' })).toBe(403)
    }
    expect(status('GET', '/', { origin: 'http://evil.example' })).toBe(200)
  })

  it('rejects a Content-Length over the limit of its path', () => {
    expect(status('POST', '/', { 'content-length': String(MAX_BODY) })).toBe(200)
    expect(status('POST', '/', { 'content-length': String(MAX_BODY + 1) })).toBe(413)
    const large = (length, more) => ({ 'content-length': String(length), ...more })
    expect(status('POST', '/api/import?mode=preview', large(MAX_IMPORT))).toBe(200)
    expect(status('POST', '/api/import', large(MAX_IMPORT + 1))).toBe(413)
    expect(status('POST', '/api/pictures?group=x', large(MAX_PICTURE))).toBe(200)
    expect(status('POST', '/api/pictures', large(MAX_PICTURE + 1))).toBe(413)
    expect(status('POST', '/api/pictures/x', large(MAX_BODY + 1))).toBe(413)
    // Similar paths, other methods, forms and actions have the small limit.
    for (const url of ['/api/import/', '/api/importer', '/api//import', '/x?/api/import', '/api/%69mport']) {
      expect(status('POST', url, large(MAX_BODY + 1))).toBe(413)
    }
    expect(status('PUT', '/api/import', large(MAX_BODY + 1))).toBe(413)
    expect(status('POST', '/api/import', large(MAX_BODY + 1, action({})))).toBe(413)
    const form = { 'content-type': 'multipart/form-data; boundary=x' }
    expect(status('POST', '/api/import', large(MAX_BODY + 1, form))).toBe(413)
  })

  it.each([
    ['multipart/form-data; boundary=xx', 200],
    ['multipart/form-data;boundary="a b"', 200],
    ['multipart/form-data; boundary=----WebKitFormBoundaryAbc123', 200],
    ['multipart/form-data; charset=utf-8; boundary=xx', 200],
    ['multipart/form-data', 400],
    ['multipart/form-data; boundary=', 400],
    ['multipart/form-data; boundary="', 400],
    [`multipart/form-data; boundary=${'b'.repeat(71)}`, 400],
    ['multipart/form-dataX; boundary=xx', 400],
    ['multipart/mixed; boundary=xx', 400],
    ['Multipart/Form-Data; Boundary=xx', 400],
    ['application/json', 200],
    ['garbage', 200],
  ])('answers the content type %s with %i', (type, expected) =>
    expect(status('POST', '/', { 'content-type': type })).toBe(expected),
  )

  it('rejects actions that cannot be decoded', () => {
    expect(status('POST', '/', action())).toBe(200)
    expect(status('POST', '/', action({ 'content-type': 'multipart/form-data; boundary=x' }))).toBe(200)
    expect(status('POST', '/', action({ 'content-type': 'application/json' }))).toBe(400)
    expect(status('POST', '/', action({ 'content-type': undefined }))).toBe(400)
    expect(status('POST', '/', action({ 'content-length': '0' }))).toBe(400)
  })

  it('returns a known status for any request', () => {
    const headers = fc.dictionary(
      fc.constantFrom(
        'host',
        'origin',
        'content-type',
        'content-length',
        'x-forwarded-host',
        'x-forwarded-proto',
      ),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.string(), fc.webPath()), headers, (method, url, more) => {
        expect([200, 400, 403, 404, 405, 413, 414]).toContain(status(method, url, more))
      }),
    )
  })
})
