# The rival: shop as a careful person writes it by hand after the official samples.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /src
COPY artifacts/packages/ artifacts/packages/
COPY sample-apps/shop/Directory.Build.props sample-apps/shop/Directory.Packages.props sample-apps/shop/global.json sample-apps/shop/nuget.config sample-apps/shop/
COPY sample-apps/shop/eng/ sample-apps/shop/eng/
COPY sample-apps/shop/packages/ sample-apps/shop/packages/
COPY sample-apps/shop/src/Shop.Catalog/*.csproj sample-apps/shop/src/Shop.Catalog/
COPY sample-apps/shop/src/Shop.Data/*.csproj sample-apps/shop/src/Shop.Data/
COPY sample-apps/shop/src/Shop.Diagnostics/*.csproj sample-apps/shop/src/Shop.Diagnostics/
COPY sample-apps/shop/src/Shop.Domain/*.csproj sample-apps/shop/src/Shop.Domain/
COPY sample-apps/shop/src/Shop.Pricing/*.csproj sample-apps/shop/src/Shop.Pricing/
COPY sample-apps/shop/src/Shop.Web/*.csproj sample-apps/shop/src/Shop.Web/
RUN dotnet restore sample-apps/shop/src/Shop.Web -a $TARGETARCH
COPY sample-apps/shop/ sample-apps/shop/
RUN dotnet publish sample-apps/shop/src/Shop.Web -a $TARGETARCH --no-restore -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
EXPOSE 8080
COPY --from=build /app .
USER $APP_UID
ENTRYPOINT ["dotnet", "Shop.Web.dll"]
