'use client'

import { ArrowUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { useUnsaved } from '@/components/forms/unsaved'
import type { addComment } from '@/lib/actions/comments'
import { withIds } from '@/lib/calendar/mentions'
import { MAX_COMMENT_LENGTH } from '@/lib/schemas/choices'
import styles from './comments.module.css'
import { type Draft, withoutSent } from './drafts'
import { MentionList } from './mention-list'
import type { ThreadRef } from './thread'
import { useMentions } from './use-mentions'

type SaveResponse = Awaited<ReturnType<typeof addComment>>

/**
 * Field for a comment. `@` suggests people (a text field with a listbox, ARIA 1.2). Ctrl+Enter sends. A comment that
 * was not sent stays in the field, and is sent again with the same idempotency key.
 */
export function CommentForm({
  thread,
  label,
  initial,
  send,
  onDraft,
  onSent,
  onCancel,
}: {
  thread: ThreadRef
  label: string
  initial: Draft
  send(text: string, key: string): Promise<SaveResponse>
  onDraft?(draft: Draft): void
  onSent(response: SaveResponse & { ok: true }): void
  /** Set for a comment that is being edited. */
  onCancel?: () => void
}) {
  const t = useTranslations('comments')
  const [draft, setDraft] = useState(initial)
  const [initialDraft] = useState(initial)
  const latest = useRef(draft)
  const { busy, submit, form, button, formError, fieldError } = useSubmit()
  const field = useRef<HTMLTextAreaElement>(null)
  const lastSent = useRef({ text: '', key: '' })
  const list = useId()
  const change = (next: Draft) => {
    latest.current = next
    setDraft(next)
    onDraft?.(next)
  }
  const mentions = useMentions(thread, field, draft, change)
  const text = withIds(draft.text, draft.people).trim()
  const error = fieldError('text') ?? formError('text')
  // The draft of a new comment is kept until the page is left.
  useUnsaved(text !== '' && (onDraft !== undefined || draft.text !== initialDraft.text))

  const onSubmit = () => {
    if (!text || busy) return
    if (lastSent.current.text !== text) lastSent.current = { text, key: newKey() }
    const sent = draft.text
    void submit(
      () => send(text, lastSent.current.key),
      (response) => {
        change(withoutSent(latest.current, sent))
        onSent({ ok: true, ...response })
      },
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (mentions.onKeyDown(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      onSubmit()
    } else if (event.key === 'Escape' && onCancel) {
      // Ends the editing and does not close the dialog.
      event.preventDefault()
      event.stopPropagation()
      onCancel()
    }
  }

  return (
    <form
      ref={form.ref}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <textarea
        ref={field}
        dir="auto"
        rows={1}
        // biome-ignore lint/a11y/noAutofocus: replaces the text that is edited
        autoFocus={onCancel !== undefined}
        maxLength={MAX_COMMENT_LENGTH}
        aria-label={label}
        placeholder={label}
        aria-autocomplete="list"
        aria-controls={list}
        aria-activedescendant={mentions.people.length ? `${list}-${mentions.active}` : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${list}-error` : undefined}
        value={draft.text}
        onChange={({ target }) => {
          change({ ...draft, text: target.value })
          mentions.onCaret(target.selectionStart)
        }}
        onSelect={({ currentTarget }) => mentions.onCaret(currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
      />
      <MentionList id={list} people={mentions.people} active={mentions.active} onChoose={mentions.choose} />
      {error && (
        <p id={`${list}-error`} role="alert" className="error">
          {error}
        </p>
      )}
      <div className={styles.formFoot}>
        {onCancel && (
          <button type="button" className="button quiet" onClick={onCancel}>
            {t('cancel')}
          </button>
        )}
        {onCancel ? (
          <button type="submit" className="button primary" {...button} disabled={button.disabled || !text}>
            {t('save')}
          </button>
        ) : (
          <button
            type="submit"
            className={`button primary icon ${styles.send}`}
            aria-label={t('send')}
            title={t('send')}
            {...button}
            disabled={button.disabled || !text}
          >
            <ArrowUp size={16} aria-hidden />
          </button>
        )}
      </div>
    </form>
  )
}
