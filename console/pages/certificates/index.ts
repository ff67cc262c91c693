export { BulkPage } from './bulk-page.tsx'
export { CertificatePage } from './certificate-page.tsx'
export { CertificatesPage } from './certificates-page.tsx'
export { NewCertificatePage } from './new-certificate-page.tsx'
