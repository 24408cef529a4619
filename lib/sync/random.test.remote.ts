import type { Expected } from './random.test.expected'
import { type Random, RECENT } from './random.test.numbers'
import type { RandomProvider, RemoteFields, RemoteItem } from './random.test.provider'
import type { CheckedFields } from './random.test.values'

/** Number of objects from which as many are deleted as created. */
const MANY = 15

/** Number of objects that are deleted at once: more than a run deletes without approval. */
const MANY_DELETIONS = 12

/** Random edits by another client of the provider. */
export class RemoteEdits {
  private count = 0

  constructor(
    private readonly provider: RandomProvider,
    private readonly random: Random,
    private readonly expected: Expected,
    /** Addresses that are invited: that of the account, and those of others. */
    private readonly addresses: readonly string[],
  ) {}

  async edit(): Promise<void> {
    const { random, provider } = this
    const objects = await this.objects()
    const recent = objects.find(({ uid }) => uid === this.expected.recent)
    const target = recent && random.isTrue(RECENT) ? recent : random.pick(objects)
    const kind = random.pickBy({
      ...{ create: objects.length < MANY ? 20 : 8, remove: 8, clear: 0.5, expire: 2, answer: 5 },
      ...{ occurrence: 20, span: 10, rule: 2, fields: 33 },
    })
    if (!target || kind === 'create') return this.create()
    switch (kind) {
      case 'remove':
        return this.remove(target)
      case 'clear':
        for (const object of objects.slice(0, MANY_DELETIONS)) await this.remove(object)
        return
      case 'expire':
        return provider.expireCursors()
      case 'answer':
        return this.answer(target)
      case 'occurrence':
        return this.changeOccurrence(random.pick(objects.filter(({ rules }) => rules.length)) ?? target)
      case 'span':
        return this.change(target, { span: random.span() })
      case 'rule':
        if (target.rules.length)
          await this.change(target, { rule: random.rule(target.rules) }, { span: target.span! })
        return
      case 'fields':
        return this.change(target, this.fields())
    }
  }

  /** Edits or deletes the event that was edited last, if it exists there. */
  async editRecent(): Promise<void> {
    const { random, expected } = this
    const target = (await this.objects()).find(({ uid }) => uid === expected.recent)
    if (!target) return
    if (random.isTrue(0.3)) await this.remove(target)
    else await this.change(target, { title: random.text() })
  }

  private async objects(): Promise<RemoteItem[]> {
    const objects = await this.provider.client.objects()
    return objects.map((object) => ({ ...object, uid: this.expected.uidOf(object) }))
  }

  private async remove(item: RemoteItem): Promise<void> {
    if (await this.provider.client.remove(item.id)) this.expected.remove('remote', item.uid, valuesOf(item))
  }

  private async create(): Promise<void> {
    const { random, expected } = this
    const uid = `remote-${++this.count}@example.com`
    const fields = {
      ...{ title: random.text(), location: random.text(), description: uid, span: random.span() },
      ...(random.isTrue(0.3) && { rule: random.rule() }),
      ...(random.isTrue(0.3) && { attendees: [...this.addresses] }),
      ...(random.isTrue(0.2) && { alarms: random.alarms() }),
    }
    if (await this.provider.client.create(uid, fields)) expected.create('remote', uid, checked(fields))
  }

  private async change(item: RemoteItem, fields: RemoteFields, changed = checked(fields)): Promise<void> {
    if (!(await this.provider.client.change(item.id, fields))) return
    this.expected.change('remote', item.uid, valuesOf(item), changed, 'rule' in fields)
  }

  private async changeOccurrence(item: RemoteItem): Promise<void> {
    const { id, uid, rules, span } = item
    if (!rules.length || !span) return
    const { random, expected } = this
    const { client } = this.provider
    const occurrence = random.occurrenceOf(span)
    const fields = random.isTrue(0.3) ? null : this.fields()
    const isDone = fields
      ? await client.changeOccurrence(id, occurrence, fields)
      : await client.removeOccurrence(id, occurrence)
    if (isDone)
      expected.changeOccurrence('remote', uid, valuesOf(item), [occurrence, fields && checked(fields)])
  }

  private async answer(item: RemoteItem): Promise<void> {
    const { id, uid, attendees } = item
    const email = this.random.pick(attendees)
    if (!email) return
    const status = this.random.pick(['accepted', 'declined', 'tentative'] as const)!
    if (await this.provider.client.answer(id, email, status))
      this.expected.change('remote', uid, valuesOf(item))
  }

  private fields(): RemoteFields {
    const { random } = this
    const field = random.pickBy({ title: 5, location: 5, alarms: 1 })
    return field === 'alarms' ? { alarms: random.alarms() } : { [field]: random.text() }
  }
}

function valuesOf({ title, location, span }: RemoteItem): CheckedFields {
  return { title, location, ...(span && { span }) }
}

function checked({ title, location, span }: RemoteFields): CheckedFields {
  return {
    ...(title !== undefined && { title }),
    ...(location !== undefined && { location }),
    ...(span && { span }),
  }
}
