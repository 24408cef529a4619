'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { TextField } from '@/components/ui/field'
import type { CheckedFeed, FeedProblem } from '@/lib/schemas/subscribed-calendars'
import type { OwnerGroup } from './owner-field'
import { postJson } from './post-json'
import { SubscribeChecked } from './subscribe-checked'
import { useFocusOnReplacement } from './use-focus-on-replacement'

/**
 * Subscribes to a feed in two steps: the user enters its address, which the server checks, then names the calendar.
 * @param prefilled an address from a `webcal:` link
 */
export function Subscribe({ groups, prefilled }: { groups: readonly OwnerGroup[]; prefilled: string }) {
  const t = useTranslations('subscribe')
  const [address, setAddress] = useState(prefilled)
  const [problem, setProblem] = useState<FeedProblem | null>(null)
  const [feed, setFeed] = useState<CheckedFeed | null>(null)
  const section = useFocusOnReplacement<HTMLElement>(feed !== null)
  const { form, button, fieldError, formError, submit } = useSubmit({ hasUnsavedWarning: true })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setProblem(null)
    void submit(
      // In the body, since the address can be a secret.
      () => postJson<CheckedFeed | { problem: FeedProblem }>('/api/connections/feed', { address }),
      ({ result }) => {
        if (!('problem' in result)) return setFeed(result)
        setProblem(result.problem)
        section.current?.querySelector('input')?.focus()
      },
    )
  }
  const error = problem ? t(`problems.${problem}`) : fieldError('address')
  return (
    <section ref={section} className="card stack" id="subscribe" aria-labelledby="subscribe-title">
      <h2 id="subscribe-title">{t('title')}</h2>
      {feed ? (
        <SubscribeChecked feed={feed} groups={groups} onBack={() => setFeed(null)} />
      ) : (
        <form {...form} className="stack" onSubmit={onSubmit} noValidate>
          <p className="muted">{t('lead')}</p>
          <TextField
            label={t('address')}
            hint={t('addressHint')}
            value={address}
            dir="ltr"
            inputMode="url"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            {...(error && { error })}
            onChange={({ target }) => setAddress(target.value)}
          />
          <SubmitRow error={formError('address')}>
            <button type="submit" className="button" {...button}>
              {t('check')}
            </button>
          </SubmitRow>
        </form>
      )}
    </section>
  )
}
