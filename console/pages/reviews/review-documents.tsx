import { scm } from 'virtual:contract'
import { DownloadOutlined, EyeOutlined } from '@ant-design/icons'
import { App, Button, Image } from 'antd'
import { useEffect, useState } from 'react'
import { isApiError } from '../../api/api-error.ts'
import { ask } from '../../api/ask.ts'
import { fileNameOf, saveFile } from '../../pki/save-file.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { List } from '../../shapes/list-page.tsx'
import { Time } from '../../shapes/time.tsx'
import { translateWord, useText } from '../../text/text.ts'
import { endingOf, isPicture, type Review, type ShownDocument, sizeText } from './review.ts'

/** What the applicant showed. Each is fetched when it is wanted and not before: reading one is in the audit trail. */
export function ReviewDocuments({ review }: { review: Review }) {
  const t = useText()
  const { message } = App.useApp()
  const [shown, setShown] = useState<{ readonly document: ShownDocument; readonly content: Blob }>()
  const fetched = async (document: ShownDocument, use: (content: Blob) => void) => {
    try {
      use(await readDocument(review.certificate_id, document))
    } catch (error) {
      void message.error(isApiError(error) ? error.message : String(error))
    }
  }
  return (
    <Part title={t('reviews.documents')}>
      <List<ShownDocument>
        label={t('reviews.documents')}
        rowKey={({ id }) => id}
        items={review.documents}
        isLoading={false}
        empty={<EmptyState title={t('reviews.noDocuments')} words={t('reviews.noDocumentsWords')} />}
        columns={[
          {
            key: 'kind',
            title: t('field.type'),
            show: ({ kind }) => translateWord('documentKind', kind),
          },
          { key: 'form', title: t('reviews.form'), show: (one) => formText(one), isSide: true },
          {
            key: 'added',
            title: t('field.time'),
            show: ({ create_time }) => <Time at={create_time} isRelative />,
            isSide: true,
          },
          {
            key: 'actions',
            title: t('reviews.look'),
            show: (document) => (
              <LookButton
                document={document}
                show={() => fetched(document, (content) => setShown({ document, content }))}
                save={() => fetched(document, (content) => saveFile(content, nameOf(review, document)))}
              />
            ),
          },
        ]}
      />
      <p className="part-note">{t('reviews.recorded')}</p>
      {shown && (
        <Picture
          key={shown.document.id}
          content={shown.content}
          what={translateWord('documentKind', shown.document.kind)}
        />
      )}
    </Part>
  )
}

interface LookButtonProps {
  readonly document: ShownDocument
  readonly show: () => Promise<void>
  readonly save: () => Promise<void>
}

function LookButton({ document, show, save }: LookButtonProps) {
  const t = useText()
  const what = translateWord('documentKind', document.kind)
  return isPicture(document) ? (
    <Button
      icon={<EyeOutlined aria-hidden />}
      aria-label={t('reviews.showWhat', { what })}
      onClick={() => void show()}
    >
      {t('reviews.show')}
    </Button>
  ) : (
    <Button
      icon={<DownloadOutlined aria-hidden />}
      aria-label={t('reviews.downloadWhat', { what })}
      onClick={() => void save()}
    >
      {t('reviews.download')}
    </Button>
  )
}

/** A picture that this page holds and no address leads to. */
function Picture({ content, what }: { content: Blob; what: string }) {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(content)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [content])
  return address === undefined ? null : <Image src={address} alt={what} width="min(100%, 640px)" />
}

async function readDocument(certificate_id: string, { id: document_id }: ShownDocument): Promise<Blob> {
  const params = { certificate_id, document_id }
  const { media_type, content } = await ask(scm.reviews.showReviewDocument, { params })
  return new Blob([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], { type: media_type })
}

const formText = (document: ShownDocument): string =>
  `${endingOf(document).toUpperCase()}, ${sizeText(document.size)}`

const nameOf = (review: Review, document: ShownDocument): string =>
  fileNameOf(`${review.domains[0] ?? review.certificate_id}-${document.kind}`, endingOf(document))
