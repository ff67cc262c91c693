/** Servers that a certificate is downloaded for, and the three lines of their configuration that it needs. */
export const serverTypes = ['NGINX', 'APACHE', 'TOMCAT', 'IIS', 'OTHER'] as const
export type ServerType = (typeof serverTypes)[number]

const lines: Readonly<Record<ServerType, readonly string[]>> = {
  NGINX: [
    'listen 443 ssl;',
    'ssl_certificate     /etc/nginx/tls/server.crt;',
    'ssl_certificate_key /etc/nginx/tls/server.key;',
  ],
  APACHE: [
    'SSLCertificateFile      /etc/apache2/tls/server.crt',
    'SSLCertificateKeyFile   /etc/apache2/tls/server.key',
    'SSLCertificateChainFile /etc/apache2/tls/chain.crt',
  ],
  TOMCAT: [
    '<SSLHostConfig>',
    '  <Certificate certificateKeystoreFile="conf/server.jks" certificateKeystorePassword="…" />',
    '</SSLHostConfig>',
  ],
  IIS: [
    '$password = Read-Host -AsSecureString',
    'Import-PfxCertificate -FilePath server.pfx -CertStoreLocation Cert:\\LocalMachine\\My -Password $password',
    'New-IISSiteBinding -Name "Default Web Site" -BindingInformation "*:443:" -Protocol https -CertificateThumbPrint …',
  ],
  OTHER: ['ssl-cert /etc/tls/server.pem', 'ssl-key  /etc/tls/server.key', 'ssl-ca   /etc/tls/chain.pem'],
}

export const configurationOf = (type: ServerType): string => lines[type].join('\n')

/** Servers whose key stands in a store, which takes a password. */
export const usesKeyStore = (type: ServerType): boolean => type === 'TOMCAT' || type === 'IIS'
