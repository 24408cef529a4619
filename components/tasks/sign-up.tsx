'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { toast } from '@/components/ui/toast'
import { claimTask, releaseTask } from '@/lib/actions/tasks'
import { MAX_CLAIM_COMMENT } from '@/lib/schemas/choices'
import type { Task, TaskClaim } from '@/lib/schemas/tasks'
import styles from './sign-up.module.css'
import type { TaskCommands } from './use-task-commands'

/** Lists the parts that people have claimed of a sign-up sheet, with a form to claim or release a part. */
export function SignUp({
  task,
  wanted,
  claims,
  canWrite,
  commands,
}: {
  task: Task
  wanted: number
  claims: TaskClaim[]
  /** Whether the viewer may give back what others have taken. */
  canWrite: boolean
  commands: TaskCommands
}) {
  const t = useTranslations('tasks.signUp')
  const [isEditing, setEditing] = useState(false)
  const taken = claims.reduce((sum, { quantity }) => sum + quantity, 0)
  const own = claims.find(({ isOwn }) => isOwn)
  const left = Math.max(0, wanted - taken)
  const name = ({ person }: TaskClaim) => person?.name ?? t('somebody')
  return (
    <div className={styles.signUp} data-sign-up="">
      <p className={styles.taken} data-full={left === 0 || undefined}>
        {t('taken', { taken, wanted })}
      </p>
      {claims.length > 0 && (
        <ul className={styles.claims}>
          {claims.map((claim) => (
            <li key={claim.id}>
              <bdi>{claim.isOwn ? t('you') : name(claim)}</bdi>
              {' · '}
              {claim.quantity}
              {claim.comment && (
                <span className={styles.comment}>
                  <bdi>{claim.comment}</bdi>
                </span>
              )}
              {canWrite && !claim.isOwn && (
                <button
                  type="button"
                  className="button quiet"
                  aria-label={t('removeOf', { name: name(claim) })}
                  onClick={() =>
                    void commands.send(() => releaseTask({ task: task.id, claim: claim.id }, newKey()), {
                      text: t('removed', { name: name(claim) }),
                    })
                  }
                >
                  {t('remove')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {own && !isEditing ? (
        <div className={styles.own}>
          <button type="button" className="button" onClick={() => setEditing(true)}>
            {t('change')}
          </button>
          <button
            type="button"
            className="button quiet"
            onClick={() =>
              void commands.send(() => releaseTask({ task: task.id }, newKey()), { text: t('released') })
            }
          >
            {t('release')}
          </button>
        </div>
      ) : (
        (own || left > 0) && (
          <ClaimForm
            {...{ task, own, commands }}
            max={left + (own?.quantity ?? 0)}
            onDone={() => setEditing(false)}
          />
        )
      )}
    </div>
  )
}

function ClaimForm({
  task,
  own,
  max,
  commands,
  onDone,
}: {
  task: Task
  own: TaskClaim | undefined
  /** How much the viewer can take. */
  max: number
  commands: TaskCommands
  onDone(): void
}) {
  const t = useTranslations('tasks.signUp')
  const [quantity, setQuantity] = useState(String(own?.quantity ?? 1))
  const [comment, setComment] = useState(own?.comment ?? '')
  const [isSending, setSending] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    const claimed = { task: task.id, quantity: Number(quantity), comment }
    const response = await claimTask(claimed, newKey()).catch(() => null)
    setSending(false)
    const left =
      response && !response.ok ? (response.error.data as { left?: number } | undefined)?.left : undefined
    if (left === undefined) {
      await commands.send(async () => response)
      if (response?.ok) onDone()
    } else {
      // Another user has claimed the part concurrently: the page shows the remaining quantity.
      toast({ text: t('onlyLeft', { left }) })
      commands.refetch()
    }
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <input
        type="number"
        className={`input ${styles.quantity}`}
        aria-label={t('quantity', { title: task.title })}
        inputMode="numeric"
        required
        min={1}
        max={max}
        value={quantity}
        onChange={({ target }) => setQuantity(target.value)}
      />
      <input
        className="input"
        aria-label={t('comment')}
        placeholder={t('commentPlaceholder')}
        maxLength={MAX_CLAIM_COMMENT}
        dir="auto"
        value={comment}
        onChange={({ target }) => setComment(target.value)}
      />
      <button type="submit" className="button primary" disabled={isSending}>
        {own ? t('save') : t('claim')}
      </button>
      {own && (
        <button type="button" className="button quiet" onClick={onDone}>
          {t('cancel')}
        </button>
      )}
    </form>
  )
}
