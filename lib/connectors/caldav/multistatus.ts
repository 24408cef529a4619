import { UnexpectedResponse } from '../connector'
import { child, childText, parseXml, type XmlElement } from './xml'

/** A response of a multistatus (RFC 4918 §14.24): a resource with the properties that it has. */
export interface DavRow {
  /** The absolute address of the resource. */
  url: string
  /** 200 if its properties follow. */
  status: number
  properties: ReadonlyMap<string, XmlElement>
}

/** Parses a multistatus. @param base the address that responded @throws ConnectorError `unreachable` for other bodies */
export function parseMultistatus(body: string, base: string): { rows: DavRow[]; syncToken: string | null } {
  const root = parseXml(body)
  if (root.name !== 'd:multistatus') throw new UnexpectedResponse('no multistatus')
  const rows = root.children.filter(({ name }) => name === 'd:response').flatMap((each) => rowsOf(each, base))
  return { rows, syncToken: childText(root, 'd:sync-token') || null }
}

function rowsOf(response: XmlElement, base: string): DavRow[] {
  const status = child(response, 'd:status')
  const properties = new Map<string, XmlElement>()
  for (const propstat of response.children) {
    if (propstat.name !== 'd:propstat' || statusOf(childText(propstat, 'd:status')) !== 200) continue
    for (const property of child(propstat, 'd:prop')?.children ?? []) properties.set(property.name, property)
  }
  const hrefs = response.children.filter(({ name }) => name === 'd:href')
  return hrefs.map((href) => ({
    url: resolveHref(href.text.trim(), base),
    status: status ? statusOf(status.text) : 200,
    properties,
  }))
}

/**
 * Returns the absolute address of an href of the same server. Its host is ignored: servers behind a proxy may not know
 * their own.
 */
export function resolveHref(href: string, base: string): string {
  if (!URL.canParse(href, base)) throw new UnexpectedResponse('invalid href')
  const url = new URL(base)
  // The path is set by itself: resolved as a relative address, a path that starts with two slashes would name another
  // host.
  url.pathname = new URL(href, base).pathname
  url.search = ''
  url.hash = ''
  return url.href
}

/** Returns the code of a status line. A propstat without one has succeeded. */
function statusOf(line: string): number {
  if (!line.trim()) return 200
  const code = /^HTTP\/\S+\s+(\d{3})/i.exec(line.trim())?.[1] ?? /^\s*(\d{3})\b/.exec(line)?.[1]
  return code ? Number(code) : 500
}
