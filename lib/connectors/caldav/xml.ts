import { Parser } from 'htmlparser2'
import { ConnectorError, UnexpectedResponse } from '../connector'

/** An XML element. Its name has one of the prefixes of {@link NAMESPACES}, or `?` for other namespaces. */
export interface XmlElement {
  name: string
  attributes: Readonly<Record<string, string>>
  children: XmlElement[]
  /** The text directly in the element. */
  text: string
}

/** The namespaces of CalDAV by prefix. Requests declare all of them. */
const NAMESPACES = {
  d: 'DAV:',
  c: 'urn:ietf:params:xml:ns:caldav',
  cs: 'http://calendarserver.org/ns/',
  a: 'http://apple.com/ns/ical/',
} as const

const PREFIXES = new Map<string, string>(Object.entries(NAMESPACES).map(([prefix, uri]) => [uri, prefix]))
const MAX_DEPTH = 50

/** Maximum number of elements, which take much more memory than their text. */
const MAX_ELEMENTS = 600_000

/** Maximum number of namespaces that are declared at once. Each element that declares some copies those around it. */
const MAX_NAMESPACES = 100

/** Characters that XML 1.0 does not allow. Some servers send them within events. */
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu

interface OpenElement {
  element: XmlElement
  namespaces: ReadonlyMap<string, string>
}

/**
 * Parses an XML document. Only the predefined entities are decoded, and a document type is refused, so that a document
 * cannot expand.
 * @throws ConnectorError `unreachable` if the document is no XML, or is truncated; `too-large`
 */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open: OpenElement[] = [{ element: root, namespaces: new Map() }]
  let count = 0
  const parser = new Parser(
    {
      onprocessinginstruction(name) {
        if (/^!doctype/i.test(name)) throw invalid('document type')
      },
      onopentag(qualified, attributes) {
        if (++count > MAX_ELEMENTS) throw new ConnectorError('too-large', 'too many elements')
        const outer = open.at(-1)!
        const namespaces = withDeclared(outer.namespaces, attributes)
        const element = { name: nameOf(qualified, namespaces), attributes, children: [], text: '' }
        if (open.length > MAX_DEPTH) throw invalid('too deep')
        outer.element.children.push(element)
        open.push({ element, namespaces })
      },
      ontext(part) {
        open.at(-1)!.element.text += part
      },
      onclosetag() {
        open.pop()
      },
    },
    { xmlMode: true },
  )
  parser.write(text.replace(FORBIDDEN, ''))
  if (open.length > 1) throw invalid('truncated XML')
  parser.end()
  const [document] = root.children
  if (!document) throw invalid('no XML')
  return document
}

function invalid(message: string): ConnectorError {
  return new UnexpectedResponse(message)
}

/** Returns a document whose root has the content. All prefixes of CalDAV are declared. */
export function xmlDocument(name: string, content: string): string {
  const declared = Object.entries(NAMESPACES).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
  return `<?xml version="1.0" encoding="utf-8"?>\n<${name}${declared.join('')}>${content}</${name}>`
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** Returns the first child with a name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((each) => each.name === name)
}

/** Returns the text of the first child with a name, without surrounding white space; empty if there is none. */
export function childText(element: XmlElement | undefined, name: string): string {
  return child(element, name)?.text.trim() ?? ''
}

function withDeclared(
  outer: ReadonlyMap<string, string>,
  attributes: Record<string, string>,
): ReadonlyMap<string, string> {
  const declared = Object.entries(attributes).filter(([name]) => /^xmlns(:|$)/.test(name))
  if (!declared.length) return outer
  if (outer.size + declared.length > MAX_NAMESPACES) throw invalid('too many namespaces')
  const own = declared.map(([name, uri]): [string, string] => [name.slice(6), uri])
  return new Map([...outer, ...own])
}

function nameOf(qualified: string, namespaces: ReadonlyMap<string, string>): string {
  const [local, prefix = ''] = qualified.split(':').reverse() as [string, string?]
  return `${PREFIXES.get(namespaces.get(prefix) ?? '') ?? '?'}:${local}`
}
