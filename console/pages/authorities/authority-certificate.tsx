import { pca } from 'virtual:contract'
import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useAsked } from '../../api/use-asked.ts'
import { CertificateView, PemView } from '../../pki/certificate-view.tsx'
import { readFirst } from '../../pki/read-certificate.ts'
import { fileNameOf, saveFile } from '../../pki/save-file.ts'
import { Awaited, Part } from '../../shapes/detail-page.tsx'
import { useText } from '../../text/text.ts'
import { type Authority, nameOf } from './authority.ts'

/** The CA's certificate decoded, and it and its chain to take away. */
export function AuthorityCertificate({ authority }: { authority: Authority }) {
  const t = useText()
  const query = useAsked(pca.authorities.exportAuthority, { params: { ca_id: authority.ca_id } })
  const save = (pem: string, ending: string) => saveFile(pem, fileNameOf(nameOf(authority), ending))
  return (
    <Awaited query={query}>
      {({ certificate, certificate_chain }) => {
        const read = readFirst(certificate)
        return (
          <>
            {read && <CertificateView certificate={read} />}
            <Part
              title="PEM"
              beside={
                <span className="part-actions">
                  <Button icon={<DownloadOutlined aria-hidden />} onClick={() => save(certificate, 'crt')}>
                    {t('authority.saveCertificate')}
                  </Button>
                  {certificate_chain && (
                    <Button
                      icon={<DownloadOutlined aria-hidden />}
                      onClick={() => save(`${certificate.trimEnd()}\n${certificate_chain}`, 'chain.pem')}
                    >
                      {t('authority.saveChain')}
                    </Button>
                  )}
                </span>
              }
            >
              <PemView pem={certificate} what={t('tab.certificate')} />
            </Part>
          </>
        )
      }}
    </Awaited>
  )
}
