import { DownloadOutlined } from '@ant-design/icons'
import { Link, useBlocker } from '@tanstack/react-router'
import { Alert, Button, Form, Progress, Select } from 'antd'
import { useState } from 'react'
import { useRefresh } from '../../api/use-asked.ts'
import { saveFile } from '../../pki/save-file.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { List } from '../../shapes/list-page.tsx'
import { PageHead } from '../../shapes/page-head.tsx'
import { PemField } from '../../shapes/pem-field.tsx'
import { translateWord, useText } from '../../text/text.ts'
import { IssuerField } from '../authorities/issuer-field.tsx'
import { type BulkRow, exampleCsv, mostRows, readBulkCsv, writeBulkCsv } from './bulk-csv.ts'
import { purposes } from './certificate-form.ts'
import { useBulkRun } from './use-bulk-run.ts'

/** Many certificates from a CSV file, with progress; what is left can be gone on with, from the file of results, too. */
export function BulkPage() {
  const t = useText()
  const refresh = useRefresh()
  const [form] = Form.useForm()
  const { rows, setRows, run, stop, isRunning } = useBulkRun()
  const [fault, setFault] = useState<string>()
  useBlocker({ shouldBlockFn: () => isRunning && !confirm(t('bulk.leave')), enableBeforeUnload: isRunning })
  const read = (text: string) => {
    try {
      setRows(text.trim() ? readBulkCsv(text) : [])
      setFault(undefined)
    } catch (error) {
      setRows([])
      setFault(
        error instanceof Error && error.message === String(mostRows)
          ? t('bulk.tooMany', { most: mostRows })
          : t('bulk.noColumn'),
      )
    }
  }
  const start = async () => {
    const { issuer_id, purposes: chosen, key_algorithm } = await form.validateFields()
    await run({ issuerId: issuer_id, purposes: chosen, keyAlgorithm: key_algorithm })
    await refresh()
  }
  return (
    <>
      <PageHead
        title={t('certificates.bulk')}
        words={t('bulk.words')}
        crumbs={[{ to: '/certificates', title: t('nav.certificates') }]}
      />
      <Form
        form={form}
        layout="vertical"
        className="guided wide"
        disabled={isRunning}
        initialValues={{ purposes: ['server_auth'], key_algorithm: 'EC256' }}
        onValuesChange={({ csv }: { csv?: string }) => csv !== undefined && read(csv)}
      >
        <Part title={t('bulk.file')} beside={<ExampleButton />}>
          <PemField name="csv" label="CSV" rows={6} changed={read} placeholder={exampleCsv} />
          {fault && <Alert type="error" showIcon title={fault} />}
        </Part>
        <Part title={t('bulk.how')}>
          <div className="form-grid">
            <IssuerField />
            <Form.Item name="purposes" label={t('field.purposes')}>
              <Select
                mode="multiple"
                options={purposes.map((value) => ({ value, label: translateWord('purpose', value) }))}
              />
            </Form.Item>
            <Form.Item name="key_algorithm" label={t('field.key')}>
              <Select
                options={['EC256', 'EC384', 'RSA2048', 'RSA4096'].map((value) => ({ value, label: value }))}
              />
            </Form.Item>
          </div>
        </Part>
      </Form>
      {rows.length > 0 && <Rows rows={rows} isRunning={isRunning} start={() => void start()} stop={stop} />}
    </>
  )
}

function ExampleButton() {
  const t = useText()
  return (
    <Button
      icon={<DownloadOutlined aria-hidden />}
      disabled={false}
      onClick={() => saveFile(exampleCsv, 'certificates.csv')}
    >
      {t('bulk.example')}
    </Button>
  )
}

interface RowsProps {
  readonly rows: readonly BulkRow[]
  readonly isRunning: boolean
  readonly start: () => void
  readonly stop: () => void
}

function Rows({ rows, isRunning, start, stop }: RowsProps) {
  const t = useText()
  const count = (state: BulkRow['state']) => rows.filter((row) => row.state === state).length
  const [issued, failed] = [count('issued'), count('failed')]
  const isDone = issued === rows.length
  return (
    <Part
      title={t('bulk.rows')}
      beside={
        <span className="part-actions">
          <Button
            icon={<DownloadOutlined aria-hidden />}
            onClick={() => saveFile(writeBulkCsv(rows), 'results.csv')}
          >
            {t('bulk.results')}
          </Button>
          {isRunning ? (
            <Button onClick={stop}>{t('bulk.stop')}</Button>
          ) : (
            <Button type="primary" disabled={isDone} onClick={start}>
              {t(issued + failed > 0 ? 'bulk.goOn' : 'bulk.start', { count: rows.length - issued })}
            </Button>
          )}
        </span>
      }
    >
      <Progress
        aria-label={t('bulk.progress')}
        percent={Math.floor(((issued + failed) / rows.length) * 100)}
        success={{ percent: Math.floor((issued / rows.length) * 100) }}
        {...(failed > 0 && { status: 'exception' as const })}
      />
      <p className="part-note" role="status">
        {t('bulk.counts', { issued, failed, all: rows.length })}
      </p>
      <List<BulkRow>
        label={t('bulk.rows')}
        rowKey={({ line }) => String(line)}
        items={
          failed > 0 && !isRunning
            ? rows.filter(({ state }) => state !== 'issued').slice(0, 100)
            : rows.slice(0, 100)
        }
        isLoading={false}
        empty={null}
        columns={[
          { key: 'line', title: t('bulk.line'), show: ({ line }) => line },
          {
            key: 'name',
            title: t('field.commonName'),
            show: ({ commonName, certificateId }) =>
              certificateId ? (
                <Link to="/certificates/$id" params={{ id: certificateId }}>
                  {commonName}
                </Link>
              ) : (
                commonName
              ),
          },
          { key: 'state', title: t('field.state'), show: ({ state }) => t(`bulkState.${state}`) },
          { key: 'reason', title: t('bulk.reason'), show: ({ reason }) => reason || '–' },
        ]}
      />
    </Part>
  )
}
