// Makes a root CA and prints its id and certificate, with the vendor's Go SDK.
//
//	go mod init example && go get github.com/huaweicloud/huaweicloud-sdk-go-v3
//	SSL_CERT_FILE=data/ca.pem go run issue.go data/credentials.json
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/global"
	ccm "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ccm/v1"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ccm/v1/model"
)

type credentials struct {
	Endpoint  string `json:"endpoint"`
	AccessKey string `json:"access_key"`
	SecretKey string `json:"secret_key"`
	Domain    struct {
		ID string `json:"id"`
	} `json:"domain"`
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: issue <credentials.json>")
	}
	client := connect(read(os.Args[1]))

	hash := "SHA384"
	created, err := client.CreateCertificateAuthority(&model.CreateCertificateAuthorityRequest{
		Body: &model.CreateCertificateAuthorityRequestBody{
			Type:               "ROOT",
			KeyAlgorithm:       "EC384",
			SignatureAlgorithm: &hash,
			Validity:           &model.Validity{Type: "YEAR", Value: 20},
			DistinguishedName: &model.DistinguishedName{
				CommonName:         "Example Root CA",
				Country:            "CN",
				State:              "Sichuan",
				Locality:           "Chengdu",
				Organization:       "Example",
				OrganizationalUnit: "Platform",
			},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	exported, err := client.ExportCertificateAuthorityCertificate(
		&model.ExportCertificateAuthorityCertificateRequest{CaId: *created.CaId},
	)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*created.CaId)
	fmt.Print(*exported.Certificate)
}

func read(file string) (found credentials) {
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &found)
	}
	if err != nil {
		log.Fatal(err)
	}
	return found
}

func connect(found credentials) *ccm.CcmClient {
	// the domain id is given, so that the SDK does not ask the vendor's IAM for it
	auth, err := global.NewCredentialsBuilder().
		WithAk(found.AccessKey).
		WithSk(found.SecretKey).
		WithDomainId(found.Domain.ID).
		SafeBuild()
	if err != nil {
		log.Fatal(err)
	}
	http, err := ccm.CcmClientBuilder().
		WithEndpoints([]string{found.Endpoint}).
		WithCredential(auth).
		SafeBuild()
	if err != nil {
		log.Fatal(err)
	}
	return ccm.NewCcmClient(http)
}
