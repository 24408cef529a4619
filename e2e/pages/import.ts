import { expect, type Locator, type Page } from '@playwright/test'

/** A file to import. */
export interface TestFile {
  name: string
  text: string | Buffer
}

/** The import page. */
export class ImportPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/import')
    await expect(this.page.getByRole('button', { name: 'Choose files' })).toBeEnabled()
  }

  async choose(...files: TestFile[]): Promise<void> {
    await this.page
      .locator('input[type=file]')
      .setInputFiles(
        files.map(({ name, text }) => ({ name, mimeType: 'text/calendar', buffer: Buffer.from(text) })),
      )
  }

  /** Drops files onto the page. */
  async drop(...files: TestFile[]): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      (list) => {
        const transfer = new DataTransfer()
        for (const { name, text } of list) transfer.items.add(new File([text], name))
        return transfer
      },
      files.map(({ name, text }) => ({ name, text: String(text) })),
    )
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await this.page.dispatchEvent('main', type, { dataTransfer: transfer })
    }
  }

  file(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }

  /** Expects the counts in the preview of a calendar. */
  async expectCounts(name: string, counts: string[]): Promise<void> {
    await expect(this.page.getByRole('list', { name: `Preview of ${name}` }).locator('summary')).toHaveText(
      counts,
    )
  }

  async import(button = /^Import \d+ events?$/): Promise<void> {
    await this.page.getByRole('button', { name: button }).click()
    await expect(this.page.getByRole('heading', { name: 'Import complete', exact: true })).toBeVisible()
  }
}

/** Returns an .ics file with events of May 2031. */
export function calendarFile(name: string, events: string[], { sequence = 0, day = 10 } = {}): string {
  const all = events.map((title, index) =>
    [
      'BEGIN:VEVENT',
      `UID:${name}-${index}@elsewhere`,
      `SEQUENCE:${sequence}`,
      'DTSTAMP:20310101T000000Z',
      `DTSTART:203105${String(index + day).padStart(2, '0')}T100000Z`,
      `DTEND:203105${String(index + day).padStart(2, '0')}T110000Z`,
      `SUMMARY:${title}`,
      'END:VEVENT',
    ].join('\r\n'),
  )
  return `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nX-WR-CALNAME:${name}\r\n${all.join('\r\n')}\r\nEND:VCALENDAR\r\n`
}
