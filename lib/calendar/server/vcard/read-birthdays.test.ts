import { describe, expect, it } from 'vitest'
import { checkEvents } from '@/lib/schemas/checked-events'
import { readImportFile } from '../import-file'

async function read(text: string | Buffer, options: Partial<{ maxEvents: number; chunk: number }> = {}) {
  const bytes = Buffer.from(text)
  const { maxEvents = 100, chunk = bytes.length || 1 } = options
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  }
  const reading = { zone: 'Europe/Berlin', name: 'contacts.vcf', maxEvents, onProgress: () => {} }
  const { parts, notes } = await readImportFile(chunks(), reading)
  const [part] = parts
  const events = part!.events as {
    uid: string
    content: { title: string; span: { start: string }; recurrence: { rules: string[] } }
  }[]
  return {
    ...part!,
    events,
    found: events.map(({ content }) => `${content.title}: ${content.span.start}`),
    codes: [...notes, ...part!.notes].map(({ code }) => code),
  }
}

const card = (...lines: (string | Buffer)[]) =>
  Buffer.concat(
    ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD'].map((line) =>
      Buffer.concat([Buffer.from(line), Buffer.from('\r\n')]),
    ),
  )

describe('birthdays of vCards', () => {
  it.each([
    ['BDAY:1815-12-10', 'Ada (1815): 1815-12-10'],
    ['BDAY:18151210', 'Ada (1815): 1815-12-10'],
    ['BDAY:1815-12-10T00:00:00Z', 'Ada (1815): 1815-12-10'],
    ['BDAY;VALUE=date:18151210', 'Ada (1815): 1815-12-10'],
    ['BDAY;VALUE=date-and-or-time:18151210T101010', 'Ada (1815): 1815-12-10'],
    ['item1.BDAY:1815-12-10', 'Ada (1815): 1815-12-10'],
    ['bday:--0412', 'Ada: 2000-04-12'],
    ['BDAY:--04-12', 'Ada: 2000-04-12'],
    ['BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12', 'Ada: 2000-04-12'],
    ['BDAY:--0229', 'Ada: 2000-02-29'],
  ])('reads %s', async (line, expected) => {
    const { found, codes } = await read(card('FN:Ada', line))
    expect([found, codes]).toEqual([[expected], []])
  })

  it.each([
    ['BDAY:1815', 'bad_date'],
    ['BDAY:1815-12', 'bad_date'],
    ['BDAY:---12', 'bad_date'],
    ['BDAY:1815-02-30', 'bad_date'],
    ['BDAY:1815-13-01', 'bad_date'],
    ['BDAY:12345678901', 'bad_date'],
    ['BDAY:', 'bad_date'],
  ])('reports %s', async (line, code) => {
    const { events, codes } = await read(card('FN:Ada', line))
    expect([events, codes]).toEqual([[], [code, 'no_birthdays']])
  })

  it('repeats yearly, and on February 28 in years without February 29', async () => {
    const { events } = await read(
      Buffer.concat([card('FN:Ada', 'BDAY:1815-12-10'), card('FN:Leap', 'BDAY:19960229')]),
    )
    expect(events.map(({ content }) => content.recurrence.rules)).toEqual([
      ['FREQ=YEARLY'],
      ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1'],
    ])
    expect((await checkEvents(events)).refused).toEqual([])
    expect(events[0]!.content).toMatchObject({
      kind: 'event',
      busy: false,
      span: { type: 'all-day', end: '1815-12-11' },
    })
  })

  it('skips contacts without a birthday, and birthdays in words', async () => {
    const { events, codes } = await read(
      Buffer.concat([card('FN:None'), card('FN:Words', 'BDAY;VALUE=text:circa 1800')]),
    )
    expect([events, codes]).toEqual([[], ['no_birthdays']])
  })

  it('uses the name in N if FN is missing or empty', async () => {
    const { found } = await read(card('FN:', 'N:Lovelace\\; Countess;Ada;King;;', 'BDAY:--1210'))
    expect(found).toEqual(['Ada King Lovelace; Countess: 2000-12-10'])
  })

  it('decodes quoted-printable in its charset, also over several lines', async () => {
    const { found } = await read(
      Buffer.concat([
        card('FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen =', 'M=C3=BCller', 'BDAY:--0101'),
        card('FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:J=F6rg', 'BDAY:--0102'),
        card('N;QUOTED-PRINTABLE;CHARSET=windows-1251:;=D1=FB=F0;;;', 'BDAY:--0103'),
      ]),
    )
    expect(found).toEqual(['Jürgen Müller: 2000-01-01', 'Jörg: 2000-01-02', 'Сыр: 2000-01-03'])
  })

  it('reads UTF-8, Latin 1, UTF-16, and a byte order mark', async () => {
    const latin = card(Buffer.from('FN:Jörg', 'latin1'), 'BDAY:--0101')
    expect((await read(latin)).found).toEqual(['Jörg: 2000-01-01'])
    const utf8 = card('FN:Jörg', 'BDAY:--0101')
    expect((await read(utf8)).found).toEqual(['Jörg: 2000-01-01'])
    expect((await read(`\uFEFF${utf8}`, { chunk: 1 })).found).toEqual(['Jörg: 2000-01-01'])
    expect((await read(Buffer.from(`\uFEFF${utf8}`, 'utf16le'))).found).toEqual(['Jörg: 2000-01-01'])
  })

  it('skips photos, and unfolds lines', async () => {
    const photo = `PHOTO;ENCODING=b:${'A'.repeat(200_000)}`
    const { found } = await read(card(photo, 'FN:Ada Love', ' lace', 'BDAY:--0101'), { chunk: 1000 })
    expect(found).toEqual(['Ada Lovelace: 2000-01-01'])
  })

  it('gives a contact the same UID at each import, also with another birthday', async () => {
    const uidOf = async (...lines: string[]) => (await read(card('FN:Ada', ...lines))).events[0]!.uid
    expect(await uidOf('UID:1', 'BDAY:--0101')).toBe(await uidOf('UID:1', 'BDAY:--0102'))
    expect(await uidOf('BDAY:--0101')).toBe(await uidOf('BDAY:--0101'))
    expect(await uidOf('UID:1', 'BDAY:--0101')).not.toBe(await uidOf('UID:2', 'BDAY:--0101'))
  })

  it('limits the number of events, and reports a truncated file', async () => {
    const many = Buffer.concat(Array.from({ length: 5 }, (_, index) => card(`FN:${index}`, 'BDAY:--0101')))
    expect(await read(many.subarray(0, -20), { maxEvents: 3 })).toMatchObject({
      found: { length: 3 },
      codes: ['too_many', 'truncated'],
    })
  })
})
