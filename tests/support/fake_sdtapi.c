/* The functions of a card reader's library, with a card that lies in the file named by FAKE_SDTAPI_CARD:
   one byte that is returned instead of success (0: none), 256 of text, 1024 of photo, 70 of address or none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char card[1351];
static int read_already;

static size_t lies_there(void)
{
    const char *name = getenv("FAKE_SDTAPI_CARD");
    FILE *file = name ? fopen(name, "rb") : NULL;
    size_t size = 0;
    if (file != NULL) {
        size = fread(card, 1, sizeof card, file);
        fclose(file);
    }
    return size;
}

int SDT_OpenPort(int port) { return port == 1001 ? 0x90 : 0x01; }
int SDT_ClosePort(int port) { return port == 1001 ? 0x90 : 0x01; }
int SDT_GetSAMStatus(int port, int if_open) { return if_open == 0 && port == 1001 ? 0x90 : 0x60; }

int SDT_GetSAMID(int port, unsigned char *number, int if_open)
{
    static const unsigned char id[16] = {5, 0, 3, 0, 0x55, 0x77, 0x33, 0x01, 123, 0, 0, 0, 0xD7, 0x11, 0, 0};
    memcpy(number, id, sizeof id);
    return 0x90;
}

int SDT_StartFindIDCard(int port, unsigned char *number, int if_open)
{
    printf("driver: find\n"); /* as such libraries do, in the midst of our lines */
    fflush(stdout);
    memset(number, 0, 4);
    return lies_there() && !read_already ? 0x9F : 0x80;
}

int SDT_SelectIDCard(int port, unsigned char *number, int if_open)
{
    memset(number, 0, 8);
    return lies_there() ? 0x90 : 0x81;
}

int SDT_ReadBaseMsg(int port, unsigned char *text, unsigned int *text_size, unsigned char *photo,
                    unsigned int *photo_size, int if_open)
{
    if (lies_there() < 1281)
        return 0x41;
    if (card[0])
        return card[0];
    memcpy(text, card + 1, 256);
    memcpy(photo, card + 257, 1024);
    *text_size = 256;
    *photo_size = 1024;
    read_already = 1;
    return 0x90;
}

int SDT_ReadNewAppMsg(int port, unsigned char *address, unsigned int *size, int if_open)
{
    size_t whole = lies_there();
    if (whole == 0)
        return 0x41;
    if (whole < sizeof card)
        return 0x91;
    memcpy(address, card + 1281, 70);
    *size = 70;
    return 0x90;
}
