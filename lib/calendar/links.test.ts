import { describe, expect, it } from 'vitest'
import { eventLinks, linkParts, mapLink } from './links'

describe('linkParts', () => {
  it.each([
    ['See https://example.org/a?b=c#d.', 'https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
    ['(https://example.org/wiki/A_(b))', 'https://example.org/wiki/A_(b)', 'https://example.org/wiki/A_(b)'],
    ['www.example.org, at noon', 'www.example.org', 'https://www.example.org/'],
    ['Write to anna.o+x@example.co.uk!', 'anna.o+x@example.co.uk', 'mailto:anna.o+x@example.co.uk'],
    ['Zoom: HTTPS://zoom.us/j/123?pwd=x', 'HTTPS://zoom.us/j/123?pwd=x', 'https://zoom.us/j/123?pwd=x'],
    ['<https://example.org>', 'https://example.org', 'https://example.org/'],
    ['https://münchen.de/straße', 'https://münchen.de/straße', 'https://xn--mnchen-3ya.de/stra%C3%9Fe'],
  ])('finds the link in %s', (text, address, href) => {
    const parts = linkParts(text)
    expect(parts.filter((part) => part.href)).toEqual([{ text: address, href }])
    expect(parts.map((part) => part.text).join('')).toBe(text)
  })

  it.each(['javascript:alert(1)', 'a@b', 'https://', 'file:///etc/passwd', 'v1.2.3', ''])(
    'finds no address in %s',
    (text) => expect(linkParts(text).filter(({ href }) => href)).toEqual([]),
  )

  it('parses long runs of punctuation and brackets in linear time', () => {
    const text = `https://example.org/${'('.repeat(50)}${').'.repeat(10_000)}`
    expect(
      linkParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })
})

describe('eventLinks', () => {
  it('lists pages, conferences and attachments, each address once', () => {
    const properties = [
      ['url', {}, 'uri', 'https://example.org/event'],
      ['conference', { feature: ['AUDIO', 'VIDEO'], label: 'Call' }, 'uri', 'https://meet.example.org/abc'],
      ['x-google-conference', {}, 'unknown', 'https://meet.example.org/abc'],
      ['x-google-conference', {}, 'unknown', 'https://meet.example.org/def'],
      ['conference', { feature: 'CHAT' }, 'uri', 'https://chat.example.org'],
      ['conference', { feature: 'X-MORE', label: 'Instructions' }, 'uri', 'https://meet.example.org/help'],
      ['conference', { feature: 'PHONE' }, 'uri', 'tel:+49-30-1234'],
      ['attach', { filename: 'Menu.pdf', fmttype: 'application/PDF' }, 'uri', 'https://example.org/menu.pdf'],
    ]
    expect(eventLinks(properties)).toEqual([
      { kind: 'url', href: 'https://example.org/event', label: null, type: null },
      { kind: 'video', href: 'https://meet.example.org/abc', label: 'Call', type: null },
      { kind: 'video', href: 'https://meet.example.org/def', label: null, type: null },
      { kind: 'conference', href: 'https://chat.example.org/', label: null, type: null },
      { kind: 'conference', href: 'https://meet.example.org/help', label: 'Instructions', type: null },
      { kind: 'conference', href: 'tel:+49-30-1234', label: null, type: null },
      {
        ...{ kind: 'attachment', href: 'https://example.org/menu.pdf' },
        ...{ label: 'Menu.pdf', type: 'application/pdf' },
      },
    ])
  })

  it.each([
    [['url', {}, 'uri', 'javascript:alert(1)']],
    [['attach', { encoding: 'BASE64' }, 'binary', 'aGVsbG8=']],
    [['attach', {}, 'uri', 'data:text/html,<script>']],
    [['x-other', {}, 'text', 'https://example.org']],
    [['url']],
    [null],
  ])('ignores %j', (property) => {
    expect(eventLinks([property])).toEqual([])
  })
})

it.each([
  ['iPhone', 'https://maps.apple.com/?q=Main%20St%201'],
  ['Linux; Android 16', 'geo:0,0?q=Main%20St%201'],
  ['Linux x86_64', 'https://www.openstreetmap.org/search?query=Main%20St%201'],
])('links to a map page or app on the platform %s', (platform, link) => {
  expect(mapLink('Main St 1', platform)).toBe(link)
})
