'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { leaveFor, useSubmit } from '@/components/errors/submit'
import { PictureField } from '@/components/picture/picture-field'
import { TextArea, TextField } from '@/components/ui/field'
import { Swatches } from '@/components/ui/swatches'
import { Toasts, toast } from '@/components/ui/toast'
import { deleteGroup, updateGroup } from '@/lib/actions/groups'
import type { Color } from '@/lib/calendar/palette'
import type { GroupProfile } from '@/lib/schemas/groups'
import { Confirm } from './confirm'
import './group.css'

/** What a group says of itself, and its end. */
export function GroupSettings({ group }: { group: GroupProfile }) {
  const t = useTranslations('groups')
  const router = useRouter()
  const { busy, ready, fieldError, formError, submit } = useSubmit()
  const [color, setColor] = useState(group.color as Color)
  const [asking, setAsking] = useState(false)
  const [theirs, setTheirs] = useState<string | null>(null)
  // What was typed is compared with what one saw, whatever the page has been told since.
  const [seen, setSeen] = useState(group)

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { name, description } = Object.fromEntries(new FormData(event.currentTarget)) as {
      name: string
      description: string
    }
    const wanted = { name, color, description: description.replace(/\r\n/g, '\n') }
    const patch = Object.fromEntries(
      Object.entries(wanted).filter(([field, value]) => value !== seen[field as keyof typeof wanted]),
    )
    setTheirs(null)
    void submit(
      async () => {
        const answer = await updateGroup({ id: group.id, version: seen.version, patch })
        if (!answer.ok && answer.error.code === 'CONFLICT') {
          const { version, fields } = answer.error.data as {
            version: number
            fields: Record<string, { theirs: string }>
          }
          setTheirs(
            Object.values(fields)
              .map((field) => field.theirs)
              .join(', '),
          )
          // Saved again, it is meant: what they made of it has been seen.
          setSeen({ ...seen, version })
        }
        return answer
      },
      ({ result }) => {
        setSeen({ ...seen, ...wanted, version: result.version })
        toast({ text: t('saved') })
        router.refresh()
      },
    )
  }
  const problem = theirs === null ? formError('patch.name', 'patch.description') : t('conflict', { theirs })
  return (
    <main className="page" id="main">
      <div className="page-head">
        <h1 dir="auto">{t('settingsTitle', { group: seen.name })}</h1>
        <Link href={`/groups/${group.id}`} className="button">
          {t('back')}
        </Link>
      </div>
      <section className="card stack">
        <h2>{t('picture')}</h2>
        <PictureField
          label={t('picture')}
          group={group.id}
          shown={{ ...group, color }}
          onChanged={() => router.refresh()}
        />
      </section>
      <form className="card stack" onSubmit={onSubmit} noValidate>
        <h2>{t('about')}</h2>
        <TextField label={t('name')} name="name" defaultValue={group.name} error={fieldError('patch.name')} />
        <TextArea
          label={t('description')}
          hint={t('descriptionHint')}
          name="description"
          defaultValue={group.description}
          error={fieldError('patch.description')}
        />
        <Swatches label={t('color')} value={color} onChange={(next) => setColor(next)} />
        {problem && (
          <p className="form-error" role="alert">
            {problem}
          </p>
        )}
        <div className="row-end">
          <button type="submit" className="button primary" disabled={!ready} aria-busy={busy}>
            {t(busy ? 'saving' : 'save')}
          </button>
        </div>
      </form>
      {group.role === 'owner' && (
        <section className="card stack" id="end">
          <h2>{t('danger')}</h2>
          <p className="muted">{t('deleteHint')}</p>
          {asking ? (
            <Confirm
              question={t('deleteSure', { group: seen.name })}
              yes={t('deleteYes')}
              no={t('cancel')}
              onYes={async () => {
                setAsking(false)
                const answer = await deleteGroup({ group: group.id }).catch(() => null)
                if (answer?.ok) leaveFor('/groups')
                else toast({ text: t('failed') })
              }}
              onNo={() => setAsking(false)}
            />
          ) : (
            <div className="row-end">
              <button type="button" className="button danger" onClick={() => setAsking(true)}>
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
