import { dropJob, releaseJob, retryJob } from '@/lib/actions/instance'
import type { JobEntry } from '@/lib/schemas/admin-entries'
import { ActionButton } from './action-button'
import styles from './admin.module.css'
import type { Cells, CellTools } from './cell-tools'

/** Returns the cells of a job. */
export function jobCells(job: JobEntry, { t, formatTime, marks }: CellTools): Cells {
  return [
    ['job', job.name],
    ['state', marks(job.state)],
    ['attempts', `${job.attempts} / ${job.maxAttempts}`],
    ['runAt', formatTime(job.runAt)],
    [
      'error',
      job.error && (
        <span key="" className={styles.adminError}>
          {job.error}
        </span>
      ),
    ],
    [
      'actions',
      job.state === 'running' ? (
        <ActionButton
          key=""
          action={releaseJob.bind(null, { job: job.id })}
          label={t('actions.release')}
          about={job.name}
          confirmation={t('confirm.release', { name: job.name })}
          done={t('done.release')}
        />
      ) : (
        <span key="" className={`row ${styles.adminActions}`}>
          <ActionButton
            action={retryJob.bind(null, { job: job.id })}
            label={t('actions.retry')}
            about={job.name}
            done={t('done.retry')}
          />
          <ActionButton
            action={dropJob.bind(null, { job: job.id })}
            label={t('actions.drop')}
            about={job.name}
            confirmation={t('confirm.drop', { name: job.name })}
            done={t('done.drop')}
            isDangerous
          />
        </span>
      ),
    ],
  ]
}
