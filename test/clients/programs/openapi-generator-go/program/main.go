// Stores a memory and finds it again, with the Go client of openapi-generator.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	brain "example.com/client/brain"
)

func main() {
	settings := brain.NewConfiguration()
	settings.Servers = brain.ServerConfigurations{{URL: os.Getenv("CLIENT_URL")}}
	client := brain.NewAPIClient(settings)
	as := context.WithValue(context.Background(), brain.ContextAccessToken, os.Getenv("CLIENT_TOKEN"))
	tenant := os.Getenv("CLIENT_TENANT")

	content := brain.RememberRequest{}
	content.SetContent("Paris is the capital of France")
	content.SetTags([]string{"geo"})
	content.SetMetadata(map[string]interface{}{"source": "atlas"})
	stored, _, err := client.MemoryAPI.Remember(as).XTenantID(tenant).RememberRequest(content).Execute()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("remember", stored.GetId())

	question := brain.RecallRequest{}
	question.SetQuery("capital of France")
	question.SetK(3)
	question.SetTags([]string{"geo"})
	found, _, err := client.MemoryAPI.Recall(as).XTenantID(tenant).RecallRequest(question).Execute()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("recall", found.GetResults()[0].GetContent())
}
