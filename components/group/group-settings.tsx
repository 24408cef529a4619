'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useMerging } from '@/components/forms/merging'
import { refusalText } from '@/components/forms/refusal-text'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { PictureField } from '@/components/picture/picture-field'
import { Confirm } from '@/components/ui/confirm'
import { TextArea, TextField } from '@/components/ui/field'
import { Swatches } from '@/components/ui/swatches'
import { Toasts, toast } from '@/components/ui/toast'
import { deleteGroup, updateGroup } from '@/lib/actions/groups'
import type { GroupProfile } from '@/lib/schemas/groups'

/** Form for the group's name, picture, description and color, and its deletion. */
export function GroupSettings({ group }: { group: GroupProfile }) {
  const t = useTranslations('groupSettings')
  const router = useRouter()
  const { busy, form, button, fieldError, formError, submit } = useSubmit()
  const { name, color, description } = group
  const { fields, set, edit, applyResult, theirs } = useMerging(group.version, { name, color, description })
  const [isConfirming, setConfirming] = useState(false)

  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit(
      async () => applyResult(await updateGroup({ id: group.id, ...edit })),
      () => {
        toast({ text: t('saved') })
        router.refresh()
      },
    )
  }
  const theirValues = Object.values(theirs)
  const problem = theirValues.length
    ? t('conflict', { theirs: theirValues.join(', ') })
    : formError('patch.name', 'patch.description')
  return (
    <main className="page" id="main">
      <div className="page-head">
        <h1 dir="auto">{t('settingsTitle', { group: group.name })}</h1>
        <Link href={`/groups/${group.id}`} className="button">
          {t('back')}
        </Link>
      </div>
      <section className="card stack">
        <h2>{t('picture')}</h2>
        <PictureField
          label={t('picture')}
          group={group.id}
          avatar={{ ...group, color: fields.color, isGroup: true }}
          onChanged={() => router.refresh()}
        />
      </section>
      <form {...form} className="card stack" onSubmit={onSubmit} noValidate>
        <h2>{t('about')}</h2>
        <TextField
          label={t('name')}
          value={fields.name}
          error={fieldError('patch.name')}
          onChange={({ target }) => set({ name: target.value })}
        />
        <TextArea
          label={t('description')}
          hint={t('descriptionHint')}
          value={fields.description}
          error={fieldError('patch.description')}
          onChange={({ target }) => set({ description: target.value })}
        />
        <Swatches label={t('color')} value={fields.color} onChange={(color) => set({ color })} />
        <SubmitRow error={problem}>
          <button type="submit" className="button primary" {...button}>
            {t(busy ? 'saving' : 'save')}
          </button>
        </SubmitRow>
      </form>
      {group.role === 'owner' && (
        <section className="card stack" id="end">
          <h2>{t('deleteTitle')}</h2>
          <p className="muted">{t('deleteHint')}</p>
          {isConfirming ? (
            <Confirm
              question={t('deleteConfirm', { group: group.name })}
              yes={t('deleteYes')}
              no={t('cancel')}
              onYes={async () => {
                setConfirming(false)
                const response = await deleteGroup({ group: group.id }).catch(() => null)
                if (response?.ok) loadPage('/groups')
                else toast({ text: await refusalText(response, t('failed')) })
              }}
              onNo={() => setConfirming(false)}
            />
          ) : (
            <div className="row-end">
              <button type="button" className="button danger" onClick={() => setConfirming(true)}>
                {t('delete')}
              </button>
            </div>
          )}
        </section>
      )}
      <Toasts />
    </main>
  )
}
