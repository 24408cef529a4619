'use client'

import { useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useRef, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { isStaleAction } from '@/components/forms/stale-action'
import { useUnsaved } from '@/components/forms/unsaved'
import { useErrorText } from '@/components/forms/use-error-text'
import { useWrongFocus } from '@/components/forms/wrong-focus'
import { useAfterSave } from '@/components/live/after-save'
import { updateRanges } from '@/components/live/ranges'
import { Dialog } from '@/components/ui/dialog'
import { createEvent, updateEvent } from '@/lib/actions/events'
import type { Scope } from '@/lib/calendar/edits/plan'
import { changedFields } from '@/lib/calendar/merge'
import { withEvent } from '@/lib/calendar/reduce'
import type { FieldErrors } from '@/lib/errors'
import type { EventConflict, EventDetail } from '@/lib/schemas/events'
import { Conflict } from './conflict'
import type { EventDialogProps } from './dialog-props'
import { EventFields } from './event-fields'
import { FormFoot } from './form-foot'
import {
  currentRules,
  currentSpan,
  type EventForm as Form,
  fieldsOf,
  patchFor,
  patchOf,
  validateForm,
  withRemoteFields,
} from './form-state'
import { rememberCalendar } from './last-calendar'
import { ScopeDialog } from './scope-dialog'
import { occurrenceDay } from './scope-text'

/** What is written to: an event at a version, or one of its occurrences. */
type Target = { id: string; version: number; occurrence: string | null }

/** What stands between the form and being saved. Whatever it is, what was typed stays. */
type Trouble = { code: string; fields: FieldErrors }

/** An event to be written: a new one, or one that is there. */
export function EventForm({
  label,
  initial,
  event: edited,
  calendars,
  viewer,
  live,
  onClose,
}: Omit<EventDialogProps, 'subject'> & { label: string; initial: Form; event?: EventDetail }) {
  const t = useTranslations('eventEditor')
  const change = useTranslations('change')
  const errorText = useErrorText()
  const client = useQueryClient()
  const saved = useAfterSave(live)
  // What was sent without an answer: it may have been done. Sent again as it was, it is done once.
  const sent = useRef<{ key: string; text: string; fields: Record<string, unknown> } | null>(null)
  // Set when another user deleted the event while it was edited: the form then saves a new event.
  const [gone, setGone] = useState(false)
  const event = gone ? undefined : edited
  // What is edited, as it was last seen: a conflict may bring it under another name.
  const [base, setBase] = useState({
    form: initial,
    id: event?.id ?? '',
    version: event?.version ?? 0,
    occurrence: event?.series ? event.occurrence : null,
  })
  const [form, setForm] = useState(initial)
  const [saving, setSaving] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [conflict, setConflict] = useState<EventConflict | null>(null)
  const [asking, setAsking] = useState(false)
  const scope = useRef<Scope>('all')
  const element = useRef<HTMLFormElement>(null)
  useWrongFocus(element, trouble)
  const set = <F extends keyof Form>(field: F, value: Form[F]) =>
    setForm((now) => ({ ...now, [field]: value }))
  const fieldError = (field: string) => {
    const error = trouble?.fields[field]
    return error && errorText.field(error)
  }

  const patch = patchOf(base.form, form)
  const dirty = gone || Object.keys(patch).length > 0
  useUnsaved(dirty)
  const close = () => (dirty && !saving ? setLeaving(true) : onClose())

  const { occurrence } = base

  const save = async (target: Target, fields: Record<string, unknown>, drawn = form) => {
    setSaving(true)
    setTrouble(null)
    try {
      const answer = await send(target, fields)
      if (answer.ok) {
        const { id } = answer.result
        // Of a series only what is sure is drawn at once; the rest is fetched.
        if (!occurrence || scope.current === 'this') {
          const one = occurrence ? { occurrence } : {}
          const drawnAs = { ...drawn, id, span: currentSpan(drawn), rules: currentRules(drawn), ...one }
          updateRanges(client, (range) => withEvent(range, drawnAs))
        }
        if (!event) rememberCalendar(form.calendarId)
        saved(answer, savedText())
        return onClose()
      }
      sent.current = null
      if (answer.error.code === 'CONFLICT') setConflict(answer.error.data as EventConflict)
      else if (answer.error.code === 'NOT_FOUND' && event) keepAsNew()
      else setTrouble({ ...answer.error, fields: answer.error.fields ?? {} })
    } catch (error) {
      setTrouble({ code: isStaleAction(error) ? 'STALE' : 'OFFLINE', fields: {} })
    }
    setSaving(false)
  }

  /** Turns the form into one for a new event: of a series, the one occurrence if only that was edited. */
  const keepAsNew = () => {
    const rules = occurrence && scope.current === 'this' ? [] : currentRules(form)
    setGone(true)
    setBase({ ...base, id: '', version: 0, occurrence: null })
    set('repeat', { rules, at: currentSpan(form), chosen: true })
    setTrouble({ code: 'EVENT_GONE', fields: {} })
  }

  const savedText = () => {
    if (!event || !occurrence) return t(event ? 'saved' : 'created')
    return change('reached.edit', { scope: scope.current, day: occurrenceDay(event, viewer) })
  }

  const send = async ({ id, version, occurrence }: Target, fields: Record<string, unknown>) => {
    const reach = occurrence ? { occurrence: { id: occurrence, scope: scope.current } } : {}
    const text = JSON.stringify([id, version, fields, reach])
    const before = sent.current
    if (before && before.text !== text && !event) {
      // Perhaps made as it was then: that is found out first, and what was typed since goes on top.
      const made = await createEvent(before.fields, before.key)
      if (!made.ok) return made
      const { id, version } = made.result
      const since = changedFields(before.fields, fields).map((field) => [field, fields[field]])
      return updateEvent({ id, version, patch: Object.fromEntries(since) }, newKey())
    }
    if (before?.text !== text) sent.current = { key: newKey(), text, fields }
    const { key } = sent.current!
    return event ? updateEvent({ id, version, patch: fields, ...reach }, key) : createEvent(fields, key)
  }

  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    if (saving) return
    const fields = validateForm(form)
    if (fields) return setTrouble({ code: 'INVALID', fields })
    if (event && !dirty) return onClose()
    if (occurrence) return setAsking(true)
    void save(base, event ? patch : fieldsOf(form))
  }

  if (conflict) {
    return (
      <Conflict
        conflict={conflict}
        at={form.repeat.at}
        calendars={calendars}
        viewer={viewer}
        onCancel={() => {
          setConflict(null)
          setSaving(false)
        }}
        onChoose={(mine) => {
          // Theirs is what every later save builds on; of mine only what was chosen stays in the form.
          const theirs = Object.entries(conflict.fields).map(
            ([field, { theirs }]) => [field, theirs] as const,
          )
          const given = theirs.filter(([field]) => !mine.has(field))
          const before = withRemoteFields(base.form, Object.fromEntries(theirs), viewer)
          const after = withRemoteFields(form, Object.fromEntries(given), viewer)
          setConflict(null)
          setBase({ ...conflict, form: before })
          setForm(after)
          void save(conflict, patchFor(scope.current, before, after), after)
        }}
      />
    )
  }

  return (
    <>
      <Dialog label={label} onClose={close} className="event-dialog">
        <form ref={element} className="event-form" onSubmit={submit} noValidate>
          <header className="dialog-head">
            <h2>{label}</h2>
            <button type="button" className="button quiet icon" onClick={close} aria-label={t('close')}>
              <X size={18} aria-hidden />
            </button>
          </header>
          <EventFields
            form={form}
            set={set}
            fieldError={fieldError}
            found={base.form.repeat.rules}
            event={event}
            calendars={calendars}
            viewer={viewer}
          />
          <FormFoot
            leaving={leaving}
            saving={saving}
            save={t(gone ? 'saveAsNew' : 'save')}
            trouble={trouble && errorText.whole(trouble)}
            onStay={() => setLeaving(false)}
            onLeave={onClose}
            onCancel={close}
          />
        </form>
      </Dialog>
      {asking && event && (
        <ScopeDialog
          event={event}
          work={{ what: 'edit', patch: (scope) => patchFor(scope, base.form, form) }}
          viewer={viewer}
          onCancel={() => setAsking(false)}
          onChoose={(chosen) => {
            scope.current = chosen
            setAsking(false)
            void save(base, patchFor(chosen, base.form, form))
          }}
        />
      )}
    </>
  )
}
