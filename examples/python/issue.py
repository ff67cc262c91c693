"""Makes a root CA and prints its id and certificate, with the vendor's Python SDK.

    pip install huaweicloudsdkcore huaweicloudsdkccm
    python issue.py data/credentials.json
"""

import json
import sys

from huaweicloudsdkccm.v1 import (
    CcmClient,
    CreateCertificateAuthorityRequest,
    CreateCertificateAuthorityRequestBody,
    DistinguishedName,
    ExportCertificateAuthorityCertificateRequest,
    Validity,
)
from huaweicloudsdkcore.auth.credentials import GlobalCredentials
from huaweicloudsdkcore.http.http_config import HttpConfig

with open(sys.argv[1] if len(sys.argv) > 1 else "data/credentials.json", encoding="utf-8") as file:
    credentials = json.load(file)

config = HttpConfig.get_default_config()
# requests takes a bundle of trusted roots in the environment: REQUESTS_CA_BUNDLE=data/ca.pem
config.ignore_ssl_verification = False

client = (
    CcmClient.new_builder()
    .with_http_config(config)
    .with_credentials(
        GlobalCredentials(credentials["access_key"], credentials["secret_key"], credentials["domain"]["id"])
    )
    .with_endpoint(credentials["endpoint"])
    .build()
)

created = client.create_certificate_authority(
    CreateCertificateAuthorityRequest(
        body=CreateCertificateAuthorityRequestBody(
            type="ROOT",
            key_algorithm="EC384",
            signature_algorithm="SHA384",
            validity=Validity(type="YEAR", value=20),
            distinguished_name=DistinguishedName(
                common_name="Example Root CA",
                country="CN",
                state="Sichuan",
                locality="Chengdu",
                organization="Example",
                organizational_unit="Platform",
            ),
        )
    )
)
exported = client.export_certificate_authority_certificate(
    ExportCertificateAuthorityCertificateRequest(ca_id=created.ca_id)
)
print(created.ca_id)
print(exported.certificate)
