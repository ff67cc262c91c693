import { scm } from 'virtual:contract'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { Copyable } from '../../shapes/copyable.tsx'
import { Awaited, Facts, Part } from '../../shapes/detail-page.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { PageHead } from '../../shapes/page-head.tsx'
import { Time } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'

/** Where notices of expiry go. */
export function NoticesPage() {
  const t = useText()
  const may = useMay()
  const [dialog, setDialog] = useState<'set' | 'remove'>()
  const [secret, setSecret] = useState<string>()
  const query = useAsked(scm.notices.showNotificationWebhook)
  const close = () => setDialog(undefined)
  const mayChange = may(scm.notices.updateNotificationWebhook)
  return (
    <>
      <PageHead title={t('nav.notices')} words={t('notices.words')} />
      <Part title={t('notices.mail')}>
        <p className="part-note">{t('notices.mailWords')}</p>
      </Part>
      <Awaited query={query}>
        {({ url, update_time }) => (
          <Part
            title={t('notices.webhook')}
            beside={
              <span className="part-actions">
                {mayChange && (
                  <Button onClick={() => setDialog('set')}>
                    {t(url ? 'crl.change' : 'notices.setWebhook')}
                  </Button>
                )}
                {url && may(scm.notices.deleteNotificationWebhook) && (
                  <Button danger onClick={() => setDialog('remove')}>
                    {t('notices.removeWebhook')}
                  </Button>
                )}
              </span>
            }
          >
            {secret !== undefined && (
              <Alert
                className="below"
                type="success"
                showIcon
                title={t('notices.secretOnce')}
                description={<Copyable value={secret} what={t('notices.secret')} />}
                closable={{ onClose: () => setSecret(undefined) }}
              />
            )}
            {url ? (
              <Facts
                facts={[
                  { name: 'URL', value: <Copyable value={url} what="URL" /> },
                  { name: t('notices.since'), value: <Time at={update_time} /> },
                ]}
              />
            ) : (
              <EmptyState title={t('notices.none')} words={t('notices.noneWords')} />
            )}
          </Part>
        )}
      </Awaited>
      {dialog === 'set' && <WebhookDialog told={setSecret} close={close} />}
      {dialog === 'remove' && (
        <ActionDialog
          title={t('notices.removeWebhook')}
          submit={t('notices.removeWebhook')}
          isDangerous
          act={() => ask(scm.notices.deleteNotificationWebhook)}
          close={close}
        >
          <Consequences lines={[t('notices.removeWords')]} />
        </ActionDialog>
      )}
    </>
  )
}

function WebhookDialog({ told, close }: { told: (secret: string) => void; close: () => void }) {
  const t = useText()
  const [form] = Form.useForm<{ url: string }>()
  const act = async () => {
    const { secret } = await ask(scm.notices.updateNotificationWebhook, { body: form.getFieldsValue(true) })
    told(secret)
  }
  return (
    <ActionDialog
      title={t('notices.setWebhook')}
      submit={t('dialog.save')}
      form={form}
      act={act}
      close={close}
    >
      <p>{t('notices.webhookWords')}</p>
      <Form form={form} layout="vertical">
        <Form.Item
          name="url"
          label="URL"
          rules={[
            { required: true, message: t('form.required') },
            { pattern: /^https?:\/\/.+/, message: t('notices.urlRule') },
          ]}
        >
          <Input placeholder="https://hooks.example.com/chancery" autoComplete="off" spellCheck={false} />
        </Form.Item>
      </Form>
    </ActionDialog>
  )
}
