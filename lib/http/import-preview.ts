import { db } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { currentOf, type ImportPlan } from '@/lib/calendar/server/incoming/import-plan'
import { plansOf } from '@/lib/calendar/server/incoming/plan'
import { occurrenceChanges, updatedFields } from '@/lib/calendar/server/incoming/report'
import { collect } from '@/lib/calendar/server/pace'
import type { Span } from '@/lib/calendar/span'
import { accountIdsIn, planEventImport } from '@/lib/commands/effects/import-events'
import type { ReadPart } from '@/lib/files/read-import'
import type { CheckedEvents } from '@/lib/schemas/checked-events'
import type { ImportOutcome } from '@/lib/schemas/choices'
import type { ImportedPart, ImportSample } from '@/lib/schemas/import-result'
import type { ImportedEvent } from '@/lib/schemas/imported-event'

/** A validated part of a file and its target: a calendar's id, `new` or `skip`. */
interface Part {
  part: ReadPart
  events: CheckedEvents
  calendar: string
}

/** Maximum number of events per outcome that a preview lists. */
const MAX_SAMPLES = 100

/** Previews each part against the current data. */
export async function previewParts(actor: Actor, parts: readonly Part[]): Promise<ImportedPart[]> {
  return db.transaction(async (tx) => {
    const previews: ImportedPart[] = []
    for (const { part, events, calendar } of parts) {
      const isNewOrSkipped = calendar === 'new' || calendar === 'skip'
      const invitees = await grant(
        tx,
        actor,
        'read',
        'invitees',
        isNewOrSkipped ? [] : accountIdsIn(events.list),
      )
      const known = new Set(invitees.row.map(({ id }) => id))
      const planned = isNewOrSkipped
        ? await collect(
            plansOf(
              events.list,
              { byUid: new Map(), byId: new Map() },
              { isKnown: () => false, importer: null },
            ),
          )
        : await planEventImport(
            tx,
            await grant(tx, actor, 'write', 'calendar', calendar),
            events.list,
            (id) => known.has(id),
          )
      previews.push(previewOf(part, calendar, planned))
    }
    return previews
  })
}

function previewOf(
  part: ReadPart,
  calendar: string,
  planned: readonly ImportPlan<ImportedEvent>[],
): ImportedPart {
  const plansWith = (outcome: ImportOutcome) => planned.filter((plan) => plan.outcome === outcome)
  const all = {
    new: plansWith('new'),
    changed: plansWith('changed'),
    unchanged: plansWith('unchanged'),
    skipped: plansWith('skipped'),
  }
  const starts = [...all.new, ...all.changed].map(({ incoming }) => incoming.content.span.start)
  const { name, color, notes } = part
  return {
    ...{ name: name ?? '', color, calendar, notes },
    counts: mapped(all, (plans) => plans.length),
    samples: mapped(all, (plans) => plans.slice(0, MAX_SAMPLES).map(sampleOf)),
    first:
      starts
        .reduce<string | null>((first, start) => (first && first < start ? first : start), null)
        ?.slice(0, 10) ?? null,
  }
}

function sampleOf(plan: ImportPlan<ImportedEvent>): ImportSample {
  const { title, span } = plan.incoming.content
  const sample = { title, ...startOf(span) }
  if (plan.outcome === 'skipped') return { ...sample, reason: plan.reason }
  if (plan.outcome === 'unchanged') return { ...sample, title: plan.event.title }
  if (plan.outcome === 'new') return { ...sample, occurrences: occurrenceChanges(null, plan.content) }
  const { content, replaced } = plan
  const before = currentOf({ event: plan.before, answers: plan.answers, managed: plan.managed })
  return {
    title: content.title,
    ...startOf(content.span),
    updated: updatedFields(before, content),
    occurrences: occurrenceChanges(before, content),
    replaced,
  }
}

function startOf(span: Span): Pick<ImportSample, 'start' | 'zone'> {
  return span.type === 'timed' ? { start: span.start, zone: span.startZone } : { start: span.start }
}

function mapped<V, R>(all: Record<ImportOutcome, V>, map: (value: V) => R): Record<ImportOutcome, R> {
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, map(value)])) as Record<
    ImportOutcome,
    R
  >
}
