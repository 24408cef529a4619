'use client'

import { ListTodo, Plus } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { toast } from '@/components/ui/toast'
import { createTaskList } from '@/lib/actions/tasks'
import type { GroupOverview } from '@/lib/schemas/groups'
import styles from './group.module.css'

/** Lists of tasks of a group. */
export function GroupTasks({ group }: { group: GroupOverview }) {
  const t = useTranslations('group')
  const router = useRouter()
  const [name, setName] = useState<string | null>(null)
  const create = async (event: FormEvent) => {
    event.preventDefault()
    if (!name?.trim()) return
    const response = await createTaskList({ group: group.id, name }, newKey()).catch(() => null)
    if (!response?.ok) return toast({ text: await refusalText(response, t('failed')) })
    router.push(`/tasks/${response.result.id}`)
  }
  return (
    <section className="card stack">
      <h2>{t('tasksTitle')}</h2>
      {group.taskLists.length > 0 ? (
        <ul className="rows">
          {group.taskLists.map(({ id, name, open }) => (
            <li key={id}>
              <Link href={`/tasks/${id}`} prefetch={false} className={`${styles.groupCalendar} grow`}>
                <ListTodo size={16} aria-hidden />
                <span className="grow" dir="auto">
                  {name}
                </span>
                <span className="muted">{t('openTasks', { count: open })}</span>
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <p className="muted">{t('noTasks')}</p>
      )}
      {group.role !== 'viewer' &&
        (name === null ? (
          <div className="row-end">
            <button type="button" className="button" onClick={() => setName('')}>
              <Plus size={16} aria-hidden /> {t('addTaskList')}
            </button>
          </div>
        ) : (
          <form className="row" onSubmit={create}>
            <input
              className="input grow"
              // biome-ignore lint/a11y/noAutofocus: the user has just asked for it
              autoFocus
              aria-label={t('taskListName')}
              placeholder={t('taskListPlaceholder')}
              value={name}
              maxLength={80}
              dir="auto"
              onChange={({ target }) => setName(target.value)}
              onKeyDown={({ key }) => key === 'Escape' && setName(null)}
            />
            <button type="submit" className="button primary">
              {t('createTaskList')}
            </button>
          </form>
        ))}
    </section>
  )
}
