/** An object of a calendar. */
export interface StoredObject {
  ics: string
  etag: string
}

/** A calendar of the stub, with the history that its tokens need. */
export class CalendarStore {
  readonly objects = new Map<string, StoredObject>()
  /** The revision at which each object was last changed or deleted. */
  private readonly revisions = new Map<string, number>()
  revision = 0
  /** Tokens of earlier revisions are refused. */
  oldestToken = 0

  put(name: string, ics: string): StoredObject {
    const object = { ics, etag: `"${this.bump(name)}"` }
    this.objects.set(name, object)
    return object
  }

  delete(name: string): void {
    if (this.objects.delete(name)) this.bump(name)
  }

  withUid(uid: string): string | undefined {
    return [...this.objects].find(([, { ics }]) => uidOf(ics) === uid)?.[0]
  }

  /** Returns the names that have changed since a revision, at most `limit`, and the revision that they lead to. */
  changesSince(revision: number, limit: number) {
    const changed = [...this.revisions]
      .filter(([name, at]) => at > revision && (revision > 0 || this.objects.has(name)))
      .sort(([, a], [, b]) => a - b)
    const names = changed.slice(0, limit)
    const isTruncated = changed.length > limit
    return {
      names: names.map(([name]) => name),
      isTruncated,
      revision: isTruncated ? names.at(-1)![1] : this.revision,
    }
  }

  private bump(name: string): number {
    this.revisions.set(name, ++this.revision)
    return this.revision
  }
}

export function uidOf(ics: string): string {
  return /^UID:(.*)$/m.exec(ics.replace(/\r\n[ \t]/g, ''))?.[1]?.trim() ?? ''
}
